package io.kindred.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The rows of one output, by key and revision, held against what the outputs promise: the revisions
 * of a key are 1, 2, 3 and so on, each once and in this order within a file, and every row says
 * something new. Where only the last rows are written there is one a key, of revision 1, and none
 * that says that there is nothing.
 */
final class FoldedRows {

    private static final String REVISION = "revision";

    private final Path folder;
    private final Status status;
    // As text, which takes a tenth of the room of what it says.
    private final Map<String, TreeMap<Long, String>> byKey = new HashMap<>();
    private boolean anyGone;

    private FoldedRows(Path folder, Status status) {
        this.folder = folder;
        this.status = status;
    }

    static FoldedRows read(
            Path folder, Status status, Function<JsonNode, String> key, boolean changelog) {
        FoldedRows rows = of(folder, status, key);
        rows.byKey.values().forEach(changelog ? rows::checkChanges : rows::checkOnlyRow);
        return rows;
    }

    /**
     * Of a sink that was added later: the revisions of a key begin with the one that was shown
     * then. What went meanwhile may go there without having been there.
     */
    static FoldedRows readAdded(Path folder, Status status, Function<JsonNode, String> key) {
        FoldedRows rows = of(folder, status, key);
        for (TreeMap<Long, String> each : rows.byKey.values()) {
            rows.check(
                    each.lastKey() - each.firstKey() == each.size() - 1,
                    "a revision is missing before ",
                    OutputParts.row(each.lastEntry().getValue()));
        }
        return rows;
    }

    private static FoldedRows of(Path folder, Status status, Function<JsonNode, String> key) {
        FoldedRows rows = new FoldedRows(folder, status);
        for (Path file : OutputParts.finished(folder)) {
            rows.add(file, key);
        }
        return rows;
    }

    Set<String> keys() {
        return byKey.keySet();
    }

    /** All rows, those of one key in the order of their revisions. */
    List<JsonNode> all() {
        List<JsonNode> all = new ArrayList<>();
        byKey.values().forEach(rows -> rows.values().forEach(row -> all.add(OutputParts.row(row))));
        return all;
    }

    /** The last row of each key, unless it says that there is nothing any more. */
    List<JsonNode> shown() {
        return byKey.values().stream()
                .map(rows -> OutputParts.row(rows.lastEntry().getValue()))
                .filter(row -> !isGone(row))
                .toList();
    }

    /** The greatest revision of any key. */
    long greatestRevision() {
        return byKey.values().stream().mapToLong(TreeMap::lastKey).max().orElse(0);
    }

    /** Whether any key was retracted at some time. */
    boolean anyGone() {
        return anyGone;
    }

    private void add(Path file, Function<JsonNode, String> key) {
        Map<String, Long> last = new HashMap<>();
        OutputParts.forEachRow(file, row -> add(row, key.apply(row), last));
    }

    private void add(JsonNode row, String id, Map<String, Long> last) {
        long revision = row.path(REVISION).longValue();
        Long before = last.put(id, revision);
        check(isGone(row) || isThere(row), "neither there nor gone: ", row);
        check(before == null || before < revision, "rows are not in order: ", row);
        String same =
                byKey.computeIfAbsent(id, any -> new TreeMap<>()).put(revision, row.toString());
        check(same == null, "a revision is there twice: ", row);
        anyGone |= isGone(row);
    }

    private void checkChanges(TreeMap<Long, String> rows) {
        long expected = 1;
        JsonNode before = null;
        for (Map.Entry<Long, String> entry : rows.entrySet()) {
            JsonNode row = OutputParts.row(entry.getValue());
            JsonNode content = ((ObjectNode) row.deepCopy()).without(REVISION);
            check(entry.getKey() == expected++, "a revision is missing before ", row);
            check(
                    before != null ? !isGone(before) || !isGone(content) : !isGone(content),
                    "what is not there goes: ",
                    row);
            check(!content.equals(before), "said again though nothing changed: ", row);
            before = content;
        }
    }

    private void checkOnlyRow(TreeMap<Long, String> rows) {
        JsonNode row = OutputParts.row(rows.lastEntry().getValue());
        check(rows.size() == 1, "one of several rows of a key: ", row);
        check(rows.firstKey() == 1, "the only row is not the first: ", row);
        check(!isGone(row), "nothing to show: ", row);
    }

    private void check(boolean holds, String problem, JsonNode row) {
        if (!holds) {
            throw new AssertionError(folder.getFileName() + ": " + problem + row);
        }
    }

    private boolean isGone(JsonNode row) {
        return row.path("status").asText().equals(status.gone);
    }

    private boolean isThere(JsonNode row) {
        return row.path("status").asText().equals(status.there);
    }

    /** What rows say that is there or gone. */
    enum Status {
        /** Of entities and assignments. */
        ACTIVE("active", "retired"),
        /** Of conflicts and generic keys. */
        OPEN("open", "resolved");

        private final String there;
        private final String gone;

        Status(String there, String gone) {
            this.there = there;
            this.gone = gone;
        }
    }
}
