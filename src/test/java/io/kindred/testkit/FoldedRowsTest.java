package io.kindred.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Holds that what the outputs promise is looked for. A row is written: key, revision, content. */
class FoldedRowsTest {

    @TempDir private Path folder;

    @Test
    void showsTheLastRowsFromAllFinishedFiles() throws Exception {
        write("part-0-0", "a1x", "a2-", "b2y");
        write("part-1-0", "a3z", "b1x", "c1x");
        write("deep/part-1-1", "c2-");
        write(".part-0-1", "d1x");
        write("_part-0-1", "d1x");

        FoldedRows rows = read(true);

        assertThat(rows.shown())
                .extracting(row -> row.path("value").asText())
                .containsExactlyInAnyOrder("z", "y");
        assertThat(rows.keys()).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(rows.all()).hasSize(7);
        assertThat(rows.greatestRevision()).isEqualTo(3);
        assertThat(rows.anyGone()).isTrue();
    }

    @Test
    void aFolderThatIsMissingIsEmpty() {
        folder = folder.resolve("missing");

        assertThat(read(true).all()).isEmpty();
        assertThat(read(true).greatestRevision()).isZero();
        assertThat(read(true).anyGone()).isFalse();
        assertThat(read(false).all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a2x, a revision is missing",
        "a1x a3y, a revision is missing",
        "a1x a1y, rows are not in order",
        "a2x a1y, rows are not in order",
        "a1x a2x, said again",
        "a1-, what is not there goes",
        "a1x a2- a3-, what is not there goes"
    })
    void findsWrongChanges(String rows, String problem) throws Exception {
        write("part-0-0", rows.split(" "));

        assertThatThrownBy(() -> read(true))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(problem);
    }

    @Test
    void findsARevisionInTwoFiles() throws Exception {
        write("part-0-0", "a1x");
        write("part-1-0", "a1y");

        assertThatThrownBy(() -> read(true))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a revision is there twice");
    }

    @Test
    void findsAStatusOfAnotherOutput() throws Exception {
        Files.writeString(
                folder.resolve("part-0-0"), "{\"key\":\"a\",\"revision\":1,\"status\":\"open\"}");

        assertThatThrownBy(() -> read(true))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("neither there nor gone");
    }

    @ParameterizedTest
    @CsvSource({
        "a1x a2y, one of several rows",
        "a2x, the only row is not the first",
        "a1-, nothing to show"
    })
    void findsWrongFinalRows(String rows, String problem) throws Exception {
        write("part-0-0", rows.split(" "));

        assertThatThrownBy(() -> read(false))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(problem);
    }

    private FoldedRows read(boolean changelog) {
        return FoldedRows.read(
                folder,
                FoldedRows.Status.ACTIVE,
                (JsonNode row) -> row.path("key").asText(),
                changelog);
    }

    private void write(String file, String... rows) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String row : rows) {
            char content = row.charAt(2);
            lines.add(
                    String.format(
                            "{\"key\":\"%s\",\"revision\":%s,%s}",
                            row.charAt(0),
                            row.charAt(1),
                            content == '-'
                                    ? "\"status\":\"retired\""
                                    : "\"status\":\"active\",\"value\":\"" + content + "\""));
        }
        Path path = folder.resolve(file + ".jsonl");
        Files.createDirectories(path.getParent());
        Files.write(path, lines);
    }
}
