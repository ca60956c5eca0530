package io.kindred.flink.operator;

import io.kindred.flink.config.SnapshotConfig;
import io.kindred.flink.internal.JobTotals;
import io.kindred.flink.internal.KeyWalk;
import io.kindred.flink.internal.OneInputOperator;
import io.kindred.model.Input;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SnapshotRow;
import io.kindred.model.SourceEnd;
import io.kindred.model.SourceRecord;
import io.kindred.resolve.shards.SnapshotRule;
import io.kindred.storage.keyed.SnapshotEntry;
import io.kindred.storage.keyed.SnapshotProgress;
import io.kindred.storage.keyed.SnapshotProgress.Phase;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Deletes the records of a perspective that a full snapshot of it lacks, see {@link SnapshotRule}.
 * It passes on the records of such perspectives, and behind them the deletes.
 *
 * <p>A snapshot is complete in a key group when a {@link SourceEnd} of each subtask of its source
 * has arrived. Then {@link SnapshotDecision} decides whether the missing records are deleted. The
 * operator visits the records in slices, so that other input is processed meanwhile. A walk that
 * was interrupted by a failure begins again, and finds what has been deleted deleted.
 *
 * <p>If the next snapshot of a perspective begins before this one is complete, only the next one
 * deletes.
 *
 * <p>Keyed by record identity, or a key of the key group. Keyed state: see {@link SnapshotStore}.
 * What came of the snapshots that the job reads is the accumulator {@link #SNAPSHOTS}.
 */
public final class SnapshotOperator extends OneInputOperator<Input, Input> {

    /** The name of the accumulator: a {@link Tally} of {@link SnapshotCount}s. */
    public static final String SNAPSHOTS = "snapshots";

    private static final long serialVersionUID = 1L;

    private static final long PAUSE_MS = 20;
    private static final long SLICE_NANOS = Duration.ofMillis(20).toNanos();

    /** How many records a slice visits at most. */
    private static final int SLICE_RECORDS = 1_000;

    /** How many records are visited before the clock is looked at. */
    private static final int STEP_RECORDS = 100;

    /** Longer than operators after this one remember a delete. */
    private static final Duration REMEMBERED_LONGER = Duration.ofHours(1);

    /**
     * For how long other subtasks may be busy with what they have buffered when this one has all of
     * its input.
     */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ArrayList<SnapshotConfig> snapshots;
    private final @Nullable Duration forgetAfter;

    private transient Map<String, SnapshotConfig> byPerspective;
    private transient Map<String, SnapshotConfig> bySource;
    private transient SnapshotStore store;
    private transient SnapshotDecision decision;
    private transient Tally tally;
    private transient Map<String, String> examples;
    private transient boolean isScheduled;
    private transient @Nullable KeyWalk walk;
    private transient List<String> walked;

    /**
     * Creates an operator.
     *
     * @param snapshots the perspectives, and the sources that this run reads them from
     * @param forgetAfter for how long operators after this one remember a delete; empty: for ever
     */
    public SnapshotOperator(List<SnapshotConfig> snapshots, Optional<Duration> forgetAfter) {
        this.snapshots = new ArrayList<>(snapshots);
        this.forgetAfter = forgetAfter.orElse(null);
    }

    @Override
    public void open() throws Exception {
        super.open();
        byPerspective = new TreeMap<>();
        bySource = new TreeMap<>();
        for (SnapshotConfig each : snapshots) {
            byPerspective.put(each.perspective(), each);
            bySource.put(each.source(), each);
        }
        int groups = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
        store = new SnapshotStore(states(), groups, List.copyOf(byPerspective.keySet()));
        decision =
                new SnapshotDecision(
                        store, new JobTotals(getRuntimeContext(), groups), states().keyGroups());
        examples = new TreeMap<>();
        walked = List.of();
        tally = new Tally(snapshots.size() * SnapshotCount.Kind.values().length);
        getRuntimeContext().addAccumulator(SNAPSHOTS, tally);
        report();
        // Others may wait for what a restored subtask knows.
        byPerspective.keySet().forEach(this::decide);
        schedule();
    }

    @Override
    protected void accept(Input input) {
        if (input instanceof SourceEnd end) {
            end(bySource.get(end.source()).perspective(), end);
            return;
        }
        SourceRecord record =
                input instanceof SnapshotRow row ? row.record() : (SourceRecord) input;
        String perspective = record.identity().perspective();
        int group = store.group(record.key());
        Optional<SnapshotEntry> known = store.entry();
        apply(
                perspective,
                group,
                known,
                input instanceof SnapshotRow
                        ? SnapshotRule.fromSnapshot(current(perspective, group), known, record)
                        : SnapshotRule.fromOtherSource(
                                store.progress(perspective, group), known, record, now()));
    }

    /** The snapshot that the source of this run gives. */
    private SnapshotProgress current(String perspective, int group) {
        SnapshotProgress progress = store.progress(perspective, group);
        String source = byPerspective.get(perspective).source();
        return progress.source().equals(source) ? progress : progress.next(source);
    }

    private void apply(
            String perspective,
            int group,
            Optional<SnapshotEntry> known,
            SnapshotRule.Outcome outcome) {
        store.set(perspective, group, outcome.progress());
        store.set(known, outcome.entry());
        emit(outcome.emitted());
    }

    private void end(String perspective, SourceEnd end) {
        int group = store.group(end.key());
        store.set(perspective, group, current(perspective, group).with(end));
        schedule();
    }

    private boolean hasWork() {
        return walk != null || byPerspective.keySet().stream().anyMatch(decision::isPending);
    }

    private void schedule() {
        if (!isScheduled && hasWork()) {
            isScheduled = true;
            registerTimer(
                    now() + PAUSE_MS,
                    at -> {
                        isScheduled = false;
                        work();
                        schedule();
                    });
        }
    }

    /** Does a part of what is to be done; returns whether it did anything. */
    private boolean work() throws Exception {
        if (walk == null) {
            List<String> decided =
                    byPerspective.keySet().stream()
                            .filter(decision::isPending)
                            .filter(this::decide)
                            .toList();
            if (decided.isEmpty()) {
                return false;
            }
            walked = decided;
            if (forgetAfter == null
                    && decided.stream()
                            .allMatch(each -> store.sum(each, SnapshotProgress::missing) == 0)) {
                decided.forEach(decision::markDone);
                report();
                return true;
            }
            walk = store.walk(this::visit);
        }
        long start = System.nanoTime();
        boolean isThrough = false;
        for (int visited = 0;
                visited < SLICE_RECORDS && !isThrough && System.nanoTime() - start < SLICE_NANOS;
                visited += STEP_RECORDS) {
            isThrough = walk.proceed(STEP_RECORDS);
        }
        if (isThrough) {
            closeWalk();
            walked.forEach(decision::markDone);
        }
        report();
        return true;
    }

    private boolean decide(String perspective) {
        return decision.decide(perspective, byPerspective.get(perspective).maxDeleted());
    }

    private void visit(RecordIdentity identity, int group, SnapshotEntry entry) {
        String perspective = identity.perspective();
        if (isForgotten(entry)) {
            store.set(Optional.of(entry), Optional.empty());
            return;
        }
        if (!walked.contains(perspective)) {
            return;
        }
        SnapshotProgress progress = store.progress(perspective, group);
        if (!SnapshotRule.isMissing(progress, entry)) {
            return;
        }
        if (progress.phase() == Phase.DELETING) {
            apply(
                    perspective,
                    group,
                    Optional.of(entry),
                    SnapshotRule.deleteMissing(progress, entry, identity, now()));
        } else if (progress.phase() == Phase.KEEPING) {
            examples.putIfAbsent(perspective, identity.toString());
        }
    }

    private boolean isForgotten(SnapshotEntry entry) {
        return forgetAfter != null
                && entry.isDeleted()
                && entry.deletedAt().getAsLong()
                        < now() - forgetAfter.plus(REMEMBERED_LONGER).toMillis();
    }

    /** Makes the accumulator anew, of the snapshots that this run reads. */
    private void report() {
        tally.resetLocal();
        for (SnapshotConfig each : snapshots) {
            String perspective = each.perspective();
            SnapshotProgress[] ours =
                    store.progress(perspective)
                            .filter(progress -> progress.source().equals(each.source()))
                            .toArray(SnapshotProgress[]::new);
            for (SnapshotCount.Kind kind : SnapshotCount.Kind.values()) {
                long count = LongStream.of(counts(ours, kind)).sum();
                if (count > 0) {
                    tally.add(
                            new Tally.Counted(
                                    new SnapshotCount(each.source(), kind).name(),
                                    count,
                                    kind == SnapshotCount.Kind.KEPT
                                            ? examples.getOrDefault(perspective, "")
                                            : ""));
                }
            }
        }
    }

    private static long[] counts(SnapshotProgress[] ours, SnapshotCount.Kind kind) {
        return Arrays.stream(ours).mapToLong(kind::of).toArray();
    }

    /**
     * Completes what has been read. A job that is stopped with a drain before that comes here, too:
     * then the snapshot stays incomplete.
     */
    @Override
    public void endInput() throws Exception {
        long start = System.nanoTime();
        while (hasWork()) {
            if (work()) {
                start = System.nanoTime();
            } else if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new IllegalStateException(
                        "the other subtasks did not report within "
                                + PATIENCE.toMinutes()
                                + " minutes what the snapshot lacks");
            } else {
                // No timer runs any more. Cancelling the task interrupts this.
                Thread.sleep(PAUSE_MS);
            }
        }
        report();
    }

    @Override
    protected void snapshot() {
        Object key = getCurrentKey();
        store.flush();
        setCurrentKey(key);
    }

    private void closeWalk() {
        if (walk != null) {
            walk.close();
            walk = null;
        }
    }

    @Override
    public void close() throws Exception {
        closeWalk();
        super.close();
    }
}
