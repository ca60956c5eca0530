package io.kindred.offline.decide;

import io.kindred.codec.DecisionJson;
import io.kindred.model.Decision;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.offline.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DecisionFileTest {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final RecordIdentity ANN = new RecordIdentity("person", "crm", "C-1");
    private static final RecordIdentity BOB = new RecordIdentity("person", "erp", "7");
    private static final RecordIdentity EVE = new RecordIdentity("person", "erp", "8");

    @TempDir private Path folder;

    @Test
    void appendsALineForEachDecision() throws Exception {
        Path path = folder.resolve("decisions.jsonl");
        try (DecisionFile file = DecisionFile.open(path)) {
            assertThat(file.known()).isEqualTo(KnownDecisions.NONE);
            file.append(
                    decision(BOB, ANN, 1, Op.UPSERT, Verdict.SAME, "called \"her\""), "ann", AT);
            file.append(decision(ANN, EVE, 2, Op.UPSERT, Verdict.DIFFERENT, ""), "ann", AT);
        }
        assertThat(Files.readString(path))
                .isEqualTo(
                        """
                        {"decision":"same","entity_type":"person",\
                        "left":{"perspective":"crm","uid":"C-1"},\
                        "right":{"perspective":"erp","uid":"7"},\
                        "version":1,"reason":"called \\"her\\"",\
                        "decided_by":"ann","decided_at":"2026-01-02T03:04:05Z"}
                        {"decision":"different","entity_type":"person",\
                        "left":{"perspective":"crm","uid":"C-1"},\
                        "right":{"perspective":"erp","uid":"8"},\
                        "version":2,"decided_by":"ann","decided_at":"2026-01-02T03:04:05Z"}
                        """);
    }

    @Test
    void readsBackWhatIsDecided() throws Exception {
        Path path = folder.resolve("decisions.jsonl");
        try (DecisionFile file = DecisionFile.open(path)) {
            file.append(decision(ANN, BOB, 7, Op.UPSERT, Verdict.SAME, "r"), "ann", AT);
            file.append(decision(ANN, EVE, 8, Op.UPSERT, Verdict.SAME, ""), "ann", AT);
            file.append(decision(ANN, BOB, 5, Op.DELETE, Verdict.SAME, ""), "ann", AT);
            assertThat(file.known().greatestVersion()).isEqualTo(8);
            file.append(decision(ANN, EVE, 9, Op.DELETE, Verdict.SAME, ""), "ann", AT);
        }
        try (DecisionFile file = DecisionFile.open(path)) {
            assertThat(file.known().decided()).containsExactly(RecordPair.of(BOB, ANN));
            assertThat(file.known().greatestVersion()).isEqualTo(9);
        }
        Decision whole = decision(ANN, BOB, 7, Op.DELETE, Verdict.DIFFERENT, "\u00e9");
        assertThat(DecisionJson.read(DecisionJson.line(whole, "x", AT)))
                .isEqualTo(Optional.of(whole));
    }

    @Test
    void neverContinuesAHalfLine() throws Exception {
        Path path = folder.resolve("decisions.jsonl");
        String half = "\n{\"entity_type\":\"person\",\"uid\":\"1\"}\n{\"decision\":\"same\",\"enti";
        Files.writeString(path, half);
        try (DecisionFile file = DecisionFile.open(path)) {
            assertThat(file.known().problems())
                    .singleElement()
                    .asString()
                    .startsWith("line 3 is no decision: not JSON");
            file.append(decision(ANN, BOB, 1, Op.UPSERT, Verdict.SAME, ""), "ann", AT);
            file.append(decision(ANN, EVE, 2, Op.UPSERT, Verdict.SAME, ""), "ann", AT);
        }
        assertThat(Files.readString(path)).startsWith(half + "\n{\"decision\"").endsWith("}\n");
        try (DecisionFile file = DecisionFile.open(path)) {
            assertThat(file.known().decided()).hasSize(2);
            assertThat(file.known().problems()).hasSize(1);
        }
    }

    @Test
    void isWrittenByOneAtATime() {
        Path path = folder.resolve("decisions.jsonl");
        DecisionFile first = DecisionFile.open(path);
        assertThatThrownBy(() -> DecisionFile.open(path))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(path + ": somebody else is writing decisions to it; use another file");
        first.close();
        DecisionFile.open(path).close();
    }

    @Test
    void namesAFileThatCannotBeWritten() {
        assertThatThrownBy(() -> DecisionFile.open(folder.resolve("none/decisions.jsonl")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(
                        "decisions.jsonl: cannot be written: its folder does not exist");
        assertThatThrownBy(() -> DecisionFile.open(folder))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith(folder.toString());
    }

    @Test
    void theKeyIsTheSameForAllDecisionsAboutAPair() {
        Decision one = decision(ANN, BOB, 1, Op.UPSERT, Verdict.SAME, "r");
        Decision other = decision(BOB, ANN, 2, Op.DELETE, Verdict.DIFFERENT, "");
        assertThat(new String(DecisionJson.key(one), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"entity_type\":\"person\",\"left\":{\"perspective\":\"crm\","
                                + "\"uid\":\"C-1\"},\"right\":{\"perspective\":\"erp\",\"uid\":\"7\"}}");
        assertThat(DecisionJson.key(other)).isEqualTo(DecisionJson.key(one));
    }

    private static Decision decision(
            RecordIdentity left,
            RecordIdentity right,
            long version,
            Op op,
            Verdict verdict,
            String reason) {
        return Decision.about(left, right, OptionalLong.of(version), op, verdict, reason);
    }
}
