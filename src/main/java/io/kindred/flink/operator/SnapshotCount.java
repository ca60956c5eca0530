package io.kindred.flink.operator;

import io.kindred.model.RecordIdentity;
import io.kindred.storage.keyed.SnapshotProgress;
import io.kindred.storage.keyed.SnapshotProgress.Phase;

/**
 * What is counted of the full snapshot of a source.
 *
 * @param source the name of the source
 */
record SnapshotCount(String source, Kind kind) {

    /** What is counted. */
    enum Kind {
        /** Key groups in which nothing is left to do. */
        GROUPS {
            @Override
            long of(SnapshotProgress progress) {
                return progress.phase().isDone() ? 1 : 0;
            }
        },
        /** Records that were deleted. */
        DELETED {
            @Override
            long of(SnapshotProgress progress) {
                return progress.deleted();
            }
        },
        /** Records that the snapshot lacks, and that were not deleted. */
        KEPT {
            @Override
            long of(SnapshotProgress progress) {
                return progress.phase() == Phase.KEPT ? progress.missing() : 0;
            }
        },
        /** Records that were known before the snapshot. */
        KNOWN {
            @Override
            long of(SnapshotProgress progress) {
                return progress.known();
            }
        };

        abstract long of(SnapshotProgress progress);
    }

    /** The name in a {@link Tally}. */
    String name() {
        return source + RecordIdentity.SEPARATOR + kind;
    }
}
