package io.kindred.resolve.shards;

import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.resolve.record.VersionRule;
import io.kindred.storage.keyed.SnapshotEntry;
import io.kindred.storage.keyed.SnapshotProgress;
import io.kindred.storage.keyed.SnapshotProgress.Phase;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Turns full snapshots of a perspective into upserts and deletes. A record that a snapshot lacks is
 * deleted as by a delete without a version, so that it keeps its version. If it returns with the
 * same version, it is emitted without one: the registry would drop an upsert whose version the
 * delete has. The stored version is kept. With a lower version the record stays deleted.
 *
 * <p>Example: snapshots with {@code a@3}, then nothing, then {@code a@3} become {@code a@3}, a
 * delete of {@code a}, and {@code a} without a version.
 */
public final class SnapshotRule {

    private SnapshotRule() {}

    /**
     * What follows from an input.
     *
     * @param entry what is known of its record from now on
     * @param emitted the record as the operators after this are to see it
     */
    public record Outcome(
            SnapshotProgress progress, Optional<SnapshotEntry> entry, SourceRecord emitted) {}

    /** Takes a record of the snapshot. */
    public static Outcome fromSnapshot(
            SnapshotProgress progress, Optional<SnapshotEntry> known, SourceRecord record) {
        if (!record.isUpsert()) {
            return removed(progress, known, record);
        }
        if (known.isEmpty()) {
            return added(progress, new SnapshotEntry(progress.number(), record.version()), record);
        }
        SnapshotEntry before = known.get();
        SnapshotEntry seen =
                new SnapshotEntry(
                        progress.number(), VersionRule.greater(before.version(), record.version()));
        if (!before.isDeleted()) {
            long found = before.snapshot() < progress.number() ? 1 : 0;
            return new Outcome(progress.plus(0, found, 0, 0), Optional.of(seen), record);
        }
        int order = compareVersions(record, before);
        if (order < 0) {
            return new Outcome(progress, known, record);
        }
        return added(progress, seen, order == 0 ? withoutVersion(record) : record);
    }

    /**
     * Takes a record of the perspective that comes from elsewhere, such as an erasure. A delete
     * that was migrated counts as one that a snapshot has caused.
     *
     * @param now in milliseconds since 1970
     */
    public static Outcome fromOtherSource(
            SnapshotProgress progress,
            Optional<SnapshotEntry> known,
            SourceRecord record,
            long now) {
        if (known.isEmpty()
                && record.isCarried()
                && record.op() == Op.DELETE
                && record.version().isPresent()) {
            return new Outcome(
                    progress,
                    Optional.of(
                            new SnapshotEntry(
                                    progress.number(), record.version(), OptionalLong.of(now))),
                    record);
        }
        if (!record.isUpsert()) {
            return removed(progress, known, record);
        }
        boolean isThere = known.filter(before -> !before.isDeleted()).isPresent();
        if (known.isPresent() && !isThere && compareVersions(record, known.get()) <= 0) {
            return new Outcome(progress, known, record);
        }
        OptionalLong version =
                known.map(before -> VersionRule.greater(before.version(), record.version()))
                        .orElse(record.version());
        if (isThere) {
            SnapshotEntry entry = new SnapshotEntry(known.get().snapshot(), version);
            return new Outcome(progress, Optional.of(entry), record);
        }
        boolean isReading = progress.phase() == Phase.READING;
        return new Outcome(
                progress.plus(isReading ? 1 : 0, 0, 1, 0),
                // The snapshot that is being read may lack it, one that has been read does not.
                Optional.of(new SnapshotEntry(progress.number() - (isReading ? 1 : 0), version)),
                record);
    }

    private static Outcome added(
            SnapshotProgress progress, SnapshotEntry entry, SourceRecord record) {
        return new Outcome(progress.plus(0, 0, 1, 0), Optional.of(entry), record);
    }

    private static Outcome removed(
            SnapshotProgress progress, Optional<SnapshotEntry> known, SourceRecord record) {
        boolean isThere = known.filter(before -> !before.isDeleted()).isPresent();
        boolean isMissing = known.filter(before -> isMissing(progress, before)).isPresent();
        return new Outcome(
                progress.plus(isMissing ? -1 : 0, 0, isThere ? -1 : 0, 0),
                Optional.empty(),
                record);
    }

    /** Whether a record is there and the snapshot lacks it, as far as it has been read. */
    public static boolean isMissing(SnapshotProgress progress, SnapshotEntry entry) {
        return !entry.isDeleted() && entry.snapshot() < progress.number();
    }

    /**
     * Deletes a record that the snapshot lacks.
     *
     * @param now in milliseconds since 1970
     */
    public static Outcome deleteMissing(
            SnapshotProgress progress, SnapshotEntry missing, RecordIdentity identity, long now) {
        return new Outcome(
                progress.plus(0, 0, -1, 1),
                // Without a version nothing stands against its return.
                missing.version().isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new SnapshotEntry(
                                        progress.number(),
                                        missing.version(),
                                        OptionalLong.of(now))),
                SourceRecord.delete(identity, OptionalLong.empty()));
    }

    /** Positive if one of the two has no version. */
    private static int compareVersions(SourceRecord record, SnapshotEntry before) {
        return record.version().isPresent() && before.version().isPresent()
                ? Long.compare(record.version().getAsLong(), before.version().getAsLong())
                : 1;
    }

    private static SourceRecord withoutVersion(SourceRecord record) {
        return SourceRecord.upsert(record.identity(), OptionalLong.empty(), record.descriptors());
    }
}
