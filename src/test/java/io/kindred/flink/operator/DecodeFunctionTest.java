package io.kindred.flink.operator;

import io.kindred.codec.DeadLetter;
import io.kindred.codec.OntologyDocument;
import io.kindred.codec.RecordDecoder;
import io.kindred.codec.RejectedInputException;
import io.kindred.codec.StrictYaml;
import io.kindred.flink.connector.RawInput;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@SuppressWarnings("try") // closing a harness may throw InterruptedException
class DecodeFunctionTest {

    private static final OntologyDocument ONTOLOGY =
            OntologyDocument.of(
                    StrictYaml.read(
                            "ontology.yaml",
                            "{entity_types: {person: {identity_keys: [{name: mail, attributes:"
                                    + " [email]}], strong_identifiers: [{attribute: ssn}]}}}"));

    /** A line is a uid; it is no record if it begins with "bad" and a defect if with "bug". */
    private static final RecordDecoder UIDS =
            (bytes, header) -> {
                String text = new String(bytes, StandardCharsets.UTF_8);
                if (text.startsWith("bad")) {
                    throw new RejectedInputException("no good");
                }
                if (text.startsWith("bug")) {
                    throw new IllegalArgumentException("a defect");
                }
                return SourceRecord.upsert(
                        new RecordIdentity("person", "crm", header + text),
                        OptionalLong.empty(),
                        List.of());
            };

    @Test
    void emitsRecords() throws Exception {
        try (var harness = harness()) {
            harness.open();
            harness.processElement(input("a"), 5);
            harness.processElement(new RawInput("f", "line 2", new byte[] {'b'}, 1, "header-"), 6);

            assertThat(harness.extractOutputValues())
                    .extracting(record -> record.identity().uid())
                    .containsExactly("a", "header-b");
            assertThat(deadLetters(harness)).isEmpty();
        }
    }

    @Test
    void rejectedInputsBecomeDeadLetters() throws Exception {
        try (var harness = harness()) {
            harness.open();
            harness.processElement(input("bad é"), 0);

            assertThat(harness.extractOutputValues()).isEmpty();
            assertThat(deadLetters(harness))
                    .containsExactly(new DeadLetter("f", "line 1", "no good", "bad é"));
        }
    }

    @Test
    void showsWhatIsNotUtf8AsReplacementCharacters() throws Exception {
        try (var harness = harness()) {
            harness.open();
            byte[] bytes = {'b', 'a', 'd', (byte) 0xff, '!', (byte) 0xc3};
            harness.processElement(new RawInput("f", "line 1", bytes, 6, ""), 0);

            assertThat(deadLetters(harness))
                    .extracting(DeadLetter::raw)
                    .containsExactly("bad\ufffd!\ufffd");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a, 1, 65533, 65536",
        "é, 2, 65532, 65535",
        "€, 3, 65532, 65535",
        "😀, 4, 65532, 65535"
    })
    void cutsRawBetweenCharacters(String character, int width, int rest, int shown)
            throws Exception {
        int whole = rest / width;
        String kept = "bad" + character.repeat(whole);
        try (var harness = harness()) {
            harness.open();
            harness.processElement(input(kept + character.repeat(10)), 0);

            assertThat(deadLetters(harness))
                    .containsExactly(
                            new DeadLetter(
                                    "f",
                                    "line 1",
                                    "no good (raw is cut to its first " + shown + " bytes)",
                                    kept));
        }
    }

    @Test
    void keepsRawOf64KibWhole() throws Exception {
        String line = "bad" + "x".repeat(65_533);
        try (var harness = harness()) {
            harness.open();
            harness.processElement(input(line), 0);

            assertThat(deadLetters(harness))
                    .containsExactly(new DeadLetter("f", "line 1", "no good", line));
        }
    }

    @Test
    void inputsOverTheLimitBecomeDeadLetters() throws Exception {
        try (var harness = harness()) {
            harness.open();
            byte[] beginning = "abcé".getBytes(StandardCharsets.UTF_8);
            harness.processElement(
                    new RawInput("f", "line 1", Arrays.copyOf(beginning, 4), 5_000_000_000L, ""),
                    0);

            assertThat(deadLetters(harness))
                    .containsExactly(
                            new DeadLetter(
                                    "f",
                                    "line 1",
                                    "5000000000 bytes, over the limit of 1000 (raw is cut to its"
                                            + " first 3 bytes)",
                                    "abc"));
        }
    }

    @Test
    void defectsFailTheJob() throws Exception {
        try (var harness = harness()) {
            harness.open();

            assertThatThrownBy(() -> harness.processElement(input("bug"), 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("cannot decode f line 1")
                    .hasCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void countsGoOnAfterARestart() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = harness()) {
            harness.open();
            process(harness, "a", "bad", "c");
            snapshot = harness.snapshot(1, 1);
            process(harness, "lost", "bad");
        }
        try (var harness = harness()) {
            harness.initializeState(snapshot);
            harness.open();
            assertCounts(harness, 3, 1);

            process(harness, "bad", "e");
            assertCounts(harness, 5, 2);
            snapshot = harness.snapshot(2, 2);
        }
        try (var harness = harness()) {
            harness.initializeState(snapshot);
            harness.open();
            assertCounts(harness, 5, 2);
        }
    }

    @Test
    void countsStayWhenTheJobIsRescaled() throws Exception {
        OperatorSubtaskState snapshot;
        try (var first = harness(0, 2);
                var second = harness(1, 2)) {
            first.open();
            second.open();
            process(first, "a", "bad", "c");
            process(second, "d", "bad", "bad", "bad");
            snapshot =
                    AbstractStreamOperatorTestHarness.repackageState(
                            first.snapshot(1, 1), second.snapshot(1, 1));
        }
        OperatorSubtaskState narrow =
                AbstractStreamOperatorTestHarness.repartitionOperatorState(snapshot, 128, 2, 1, 0);
        try (var only = harness(0, 1)) {
            only.initializeState(narrow);
            only.open();
            assertCounts(only, 7, 4);
            process(only, "x");
            snapshot = only.snapshot(2, 2);
        }
        long records = 0;
        for (int subtask = 0; subtask < 3; subtask++) {
            try (var wide = harness(subtask, 3)) {
                wide.initializeState(
                        AbstractStreamOperatorTestHarness.repartitionOperatorState(
                                snapshot, 128, 1, 3, subtask));
                wide.open();
                records += count(wide, DecodeFunction.RECORDS_READ);
            }
        }
        assertThat(records).isEqualTo(8);
    }

    @Test
    void deadLettersAreSentWithoutKryo() {
        assertThat(DecodeFunction.DEAD_LETTERS.getTypeInfo()).isInstanceOf(PojoTypeInfo.class);
    }

    private static void assertCounts(
            OneInputStreamOperatorTestHarness<RawInput, SourceRecord> harness,
            long read,
            long dead) {
        assertThat(count(harness, DecodeFunction.RECORDS_READ)).isEqualTo(read);
        assertThat(count(harness, DecodeFunction.DEAD_LETTERS_COUNT)).isEqualTo(dead);
    }

    private static long count(
            OneInputStreamOperatorTestHarness<RawInput, SourceRecord> harness, String name) {
        AbstractStreamOperator<?> operator = (AbstractStreamOperator<?>) harness.getOperator();
        return (Long) operator.getRuntimeContext().getAccumulator(name).getLocalValue();
    }

    private static void process(
            OneInputStreamOperatorTestHarness<RawInput, SourceRecord> harness, String... lines)
            throws Exception {
        for (String line : lines) {
            harness.processElement(input(line), 0);
        }
    }

    private static List<DeadLetter> deadLetters(
            OneInputStreamOperatorTestHarness<RawInput, SourceRecord> harness) {
        var letters = harness.getSideOutput(DecodeFunction.DEAD_LETTERS);
        return letters == null ? List.of() : letters.stream().map(StreamRecord::getValue).toList();
    }

    private static RawInput input(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return new RawInput("f", "line 1", bytes, bytes.length, "");
    }

    private static OneInputStreamOperatorTestHarness<RawInput, SourceRecord> harness()
            throws Exception {
        return harness(0, 1);
    }

    private static OneInputStreamOperatorTestHarness<RawInput, SourceRecord> harness(
            int subtask, int parallelism) throws Exception {
        RecordDecoder.Factory uids = notices -> UIDS;
        return new OneInputStreamOperatorTestHarness<>(
                new ProcessOperator<>(new DecodeFunction("f", ONTOLOGY, uids, 1000)),
                128,
                parallelism,
                subtask);
    }
}
