package io.kindred.tools.follow;

import io.kindred.offline.ContentsTask;
import io.kindred.offline.Declaration;
import io.kindred.temporal.Timeline;
import io.kindred.tools.serve.ServedJob;
import io.kindred.tools.store.OutputStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Rows of a saved state that come before its rules, and after them. */
class SavedRowsTest {

    @TempDir private Path folder;

    private SavedRows rows() {
        return new SavedRows(folder.resolve("store"), 8 << 20, 0);
    }

    private static byte[] row(byte what, String text) {
        return ((char) what + text).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] conflict(int number) {
        return row(
                ContentsTask.CONFLICT,
                "{\"conflict_id\":\"c"
                        + number
                        + "\",\"kind\":\"constraint\",\"entity_type\":\"person\",\"status\":\"open\",\"revision\":1}");
    }

    @Test
    void keepsTheFewThatComeBeforeTheRules() throws IOException {
        ServedJob job = new ServedJob(folder.resolve("job"), "changelog");
        SavedRows rows = rows();
        rows.accept(conflict(1));
        rows.accept(
                row(
                        ContentsTask.DECLARATION,
                        Declaration.text(Timeline.INTEGER, job.config().ontologyDocument())));
        rows.accept(
                row(
                        ContentsTask.ENTITY,
                        String.format(
                                "{\"entity_id\":\"person-%032x\",\"entity_type\":\"person\",\"status\":\"active\",\"revision\":1,\"records\":[],\"golden\":[]}",
                                1)));
        try (OutputStore store = rows.end().orElseThrow()) {
            assertThat(store.counts()).containsEntry("conflicts", 1L).containsEntry("entities", 1L);
        }
    }

    @Test
    void failsRatherThanToFillTheHeapIfThereAreNoRules() {
        SavedRows rows = rows();
        byte[] conflict = conflict(1);
        for (int i = 0; i < SavedRows.MOST_WAITING; i++) {
            rows.accept(conflict);
        }
        assertThatThrownBy(() -> rows.accept(conflict))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("before its rules");
        assertThat(rows.end()).isEmpty();
    }
}
