package io.kindred.flink.operator;

import io.kindred.storage.keyed.KeyGroup;

import java.util.Map;

/**
 * What came of the full snapshot that a source gave.
 *
 * @param isDone whether nothing is left to do
 * @param deleted how many records were deleted because the snapshot lacks them
 * @param kept how many records it lacks that were not deleted
 * @param known how many records the perspective had before
 * @param example one that was not deleted; empty if it is not known
 */
public record SnapshotResult(boolean isDone, long deleted, long kept, long known, String example) {

    static SnapshotResult of(String source, Map<String, Tally.Counted> counts) {
        return new SnapshotResult(
                get(source, SnapshotCount.Kind.GROUPS, counts).count() == KeyGroup.COUNT,
                get(source, SnapshotCount.Kind.DELETED, counts).count(),
                get(source, SnapshotCount.Kind.KEPT, counts).count(),
                get(source, SnapshotCount.Kind.KNOWN, counts).count(),
                get(source, SnapshotCount.Kind.KEPT, counts).example());
    }

    private static Tally.Counted get(
            String source, SnapshotCount.Kind kind, Map<String, Tally.Counted> counts) {
        String name = new SnapshotCount(source, kind).name();
        return counts.getOrDefault(name, new Tally.Counted(name, 0, ""));
    }
}
