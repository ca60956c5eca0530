package io.kindred.flink.operator;

import io.kindred.flink.config.CountLimit;
import io.kindred.flink.internal.JobTotals;
import io.kindred.storage.keyed.SnapshotProgress;
import io.kindred.storage.keyed.SnapshotProgress.Phase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Decides whether the records that a full snapshot lacks are deleted, in all subtasks alike. They
 * stay if inputs of the source were dead letters, or if there are too many of them.
 *
 * <p>Each subtask decides by the {@link JobTotals}, which are the same for all. A decision is in
 * the state; after a failure, one that any key group has made before holds for all.
 */
final class SnapshotDecision {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotDecision.class);

    private final SnapshotStore store;
    private final JobTotals totals;
    private final int first;
    private final int last;

    /**
     * @param keyGroups of the subtask, which are consecutive
     */
    SnapshotDecision(SnapshotStore store, JobTotals totals, IntStream keyGroups) {
        this.store = store;
        this.totals = totals;
        int[] own = keyGroups.toArray();
        first = own[0];
        last = own[own.length - 1];
    }

    /** Whether this subtask has read the snapshot, and something is left to do. */
    boolean isPending(String perspective) {
        return !store.progress(perspective).allMatch(each -> each.phase().isDone())
                && store.isRead(perspective);
    }

    /**
     * Sends what this subtask knows of a snapshot that it has read; others may wait for it. Decides
     * what is not decided yet if all subtasks have sent theirs.
     *
     * @param maxDeleted how many records are deleted at most
     * @return whether it is decided
     */
    boolean decide(String perspective, CountLimit maxDeleted) {
        String source = store.progress(perspective).findFirst().orElseThrow().source();
        if (source.isEmpty() || !store.isRead(perspective)) {
            return false;
        }
        Optional<long[]> sums =
                totals.send(
                        "snapshot " + perspective + " of " + source,
                        first,
                        last,
                        store.sum(perspective, SnapshotProgress::known),
                        store.sum(perspective, SnapshotProgress::found),
                        store.sum(perspective, SnapshotProgress::rejected),
                        store.count(perspective, Phase.DELETING)
                                + store.count(perspective, Phase.DELETED),
                        store.count(perspective, Phase.KEEPING)
                                + store.count(perspective, Phase.KEPT));
        if (store.count(perspective, Phase.READ) == 0) {
            return true;
        }
        sums.ifPresent(
                all -> store.advance(perspective, Phase.READ, next(perspective, maxDeleted, all)));
        return sums.isPresent();
    }

    private static Phase next(String perspective, CountLimit maxDeleted, long[] sums) {
        long known = sums[0];
        long missing = known - sums[1];
        long rejected = sums[2];
        boolean isDeleting = sums[3] > 0;
        boolean isKeeping = sums[4] > 0;
        if (isDeleting || isKeeping) {
            return isDeleting ? Phase.DELETING : Phase.KEEPING;
        }
        boolean isKept = missing > 0 && (rejected > 0 || maxDeleted.isExceeded(missing, known));
        LOG.info(
                "the snapshot of perspective {} lacks {} of {} records, which {}",
                perspective,
                missing,
                known,
                isKept ? "stay" : "are deleted");
        return isKept ? Phase.KEEPING : Phase.DELETING;
    }

    /** Notes that nothing is left to do. */
    void markDone(String perspective) {
        store.advance(perspective, Phase.DELETING, Phase.DELETED);
        store.advance(perspective, Phase.KEEPING, Phase.KEPT);
    }
}
