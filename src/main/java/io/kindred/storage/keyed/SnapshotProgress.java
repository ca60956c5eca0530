package io.kindred.storage.keyed;

import io.kindred.model.SourceEnd;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;

import java.util.ArrayList;
import java.util.List;

/**
 * How far a key group is with the last snapshot of a perspective.
 *
 * <p>Format, version 1: version byte; the code of the phase; the source; unsigned the number of the
 * snapshot, the counts in the order of the components, the number of subtasks, and those that have
 * ended as a list.
 *
 * @param source the name of the source that gives the snapshot; empty before the first
 * @param number of the snapshot, from 1; greater than those before
 * @param known how many records the perspective had before the snapshot
 * @param found how many of these the snapshot has
 * @param there how many records the perspective has now
 * @param deleted how many were deleted because the snapshot lacks them
 * @param rejected how many inputs of the source are dead letters, in all key groups
 * @param subtasks of the source; 0 before one has ended
 * @param ended the subtasks that have ended
 */
public record SnapshotProgress(
        Phase phase,
        String source,
        long number,
        long known,
        long found,
        long there,
        long deleted,
        long rejected,
        int subtasks,
        List<Integer> ended) {

    /** Before the first snapshot. */
    public static final SnapshotProgress NONE =
            new SnapshotProgress(Phase.KEPT, "", 0, 0, 0, 0, 0, 0, 0, List.of());

    public static final BinaryFormat<SnapshotProgress> FORMAT = new Format();

    /** The phases in order: READING, READ, then DELETING and DELETED, or KEEPING and KEPT. */
    public enum Phase {
        /** It is being read. */
        READING(0),
        /** All of it is read. What it lacks waits for the counts of all key groups. */
        READ(1),
        /** What it lacks is being deleted. */
        DELETING(2),
        /** What it lacks is being looked through; it is not deleted. */
        KEEPING(3),
        /** What it lacks is deleted. */
        DELETED(4),
        /** What it lacks stays. */
        KEPT(5);

        private final int code;

        Phase(int code) {
            this.code = code;
        }

        /** Whether it is known if what the snapshot lacks is deleted. */
        public boolean isDecided() {
            return code >= DELETING.code;
        }

        /** Whether nothing is left to do. */
        public boolean isDone() {
            return this == DELETED || this == KEPT;
        }

        private static Phase of(int code, ByteReader reader) {
            for (Phase phase : values()) {
                if (phase.code == code) {
                    return phase;
                }
            }
            throw reader.corrupt("unknown phase " + code);
        }
    }

    public SnapshotProgress {
        ended = List.copyOf(ended);
    }

    /** The snapshot after this one. */
    public SnapshotProgress next(String nextSource) {
        return new SnapshotProgress(
                Phase.READING, nextSource, number + 1, there, 0, there, 0, 0, 0, List.of());
    }

    /** How many records the snapshot lacks that are not deleted. */
    public long missing() {
        return known - found - deleted;
    }

    public SnapshotProgress in(Phase next) {
        return new SnapshotProgress(
                next, source, number, known, found, there, deleted, rejected, subtasks, ended);
    }

    /** With so many more records. */
    public SnapshotProgress plus(long moreKnown, long moreFound, long moreThere, long moreDeleted) {
        return new SnapshotProgress(
                phase,
                source,
                number,
                known + moreKnown,
                found + moreFound,
                there + moreThere,
                deleted + moreDeleted,
                rejected,
                subtasks,
                ended);
    }

    /**
     * After a subtask of the source has ended. One that is run again after a failure ends again.
     */
    public SnapshotProgress with(SourceEnd end) {
        // After a restore there may be more or fewer.
        List<Integer> all = new ArrayList<>(end.subtasks() == subtasks ? ended : List.of());
        if (phase != Phase.READING || all.contains(end.subtask())) {
            return this;
        }
        all.add(end.subtask());
        return new SnapshotProgress(
                all.size() == end.subtasks() ? Phase.READ : Phase.READING,
                source,
                number,
                known,
                found,
                there,
                deleted,
                rejected + end.rejected(),
                end.subtasks(),
                all);
    }

    private static final class Format implements BinaryFormat<SnapshotProgress> {
        private static final int VERSION = 1;

        @Override
        public byte[] write(SnapshotProgress progress) {
            return new ByteWriter()
                    .raw(VERSION)
                    .raw(progress.phase.code)
                    .string(progress.source)
                    .unsigned(progress.number)
                    .unsigned(progress.known)
                    .unsigned(progress.found)
                    .unsigned(progress.there)
                    .unsigned(progress.deleted)
                    .unsigned(progress.rejected)
                    .unsigned(progress.subtasks)
                    .list(progress.ended, (to, subtask) -> to.unsigned(subtask))
                    .toBytes();
        }

        @Override
        public SnapshotProgress read(byte[] bytes) {
            ByteReader reader = new ByteReader("progress of a snapshot", bytes);
            reader.version(VERSION);
            SnapshotProgress progress =
                    new SnapshotProgress(
                            Phase.of(reader.raw(), reader),
                            reader.string(),
                            reader.unsigned(),
                            reader.unsigned(),
                            reader.unsigned(),
                            reader.unsigned(),
                            reader.unsigned(),
                            reader.unsigned(),
                            (int) reader.unsigned(),
                            reader.list(item -> (int) item.unsigned()));
            reader.end();
            return progress;
        }
    }
}
