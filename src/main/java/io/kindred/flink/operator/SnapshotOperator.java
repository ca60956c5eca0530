package io.kindred.flink.operator;

import io.kindred.flink.config.SnapshotConfig;
import io.kindred.flink.internal.JobVotes;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/**
 * Deletes the records of a perspective that a full snapshot of it lacks, see {@link SnapshotRule}.
 * It passes on the records of such perspectives, and behind them the deletes.
 *
 * <p>A snapshot is complete in a key group when all subtasks of its source have told so. How many
 * records all key groups lack is added up by {@link JobVotes}; so all decide alike whether they
 * delete them. They do not if there were dead letters, or if there are too many. The records are
 * then walked through in slices, so that other input is processed meanwhile. A walk that was
 * interrupted by a failure begins again, and finds what has been deleted deleted.
 *
 * <p>A snapshot that another of the same perspective follows before it is complete deletes nothing:
 * the other one does.
 *
 * <p>Keyed by record identity, or a key of the key group. Keyed state: see {@link SnapshotStore}.
 * What came of the snapshots that the job reads is the accumulator {@link #SNAPSHOTS}.
 */
public final class SnapshotOperator extends OneInputOperator<Input, Input> {

    /** The name of the accumulator: a {@link Tally} of {@link SnapshotCount}s. */
    public static final String SNAPSHOTS = "snapshots";

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotOperator.class);
    private static final long serialVersionUID = 1L;

    private static final long PAUSE_MS = 20;
    private static final long SLICE_NANOS = Duration.ofMillis(20).toNanos();

    /** How many records a slice visits at most. */
    private static final int SLICE_RECORDS = 1_000;

    /** How many records are visited before the clock is looked at. */
    private static final int STEP_RECORDS = 100;

    /** Longer than operators after this one remember a delete. */
    private static final Duration REMEMBERED_LONGER = Duration.ofHours(1);

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ArrayList<SnapshotConfig> snapshots;
    private final @Nullable Duration forgetAfter;

    private transient Map<String, SnapshotConfig> byPerspective;
    private transient Map<String, SnapshotConfig> bySource;
    private transient SnapshotStore store;
    private transient JobVotes votes;
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
        votes = new JobVotes(getRuntimeContext(), groups);
        examples = new TreeMap<>();
        walked = List.of();
        tally = new Tally(snapshots.size() * SnapshotCount.Kind.values().length);
        getRuntimeContext().addAccumulator(SNAPSHOTS, tally);
        report();
        // Others may wait for what a restored subtask knows.
        byPerspective.keySet().forEach(this::vote);
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
                        ? SnapshotRule.row(current(perspective, group), known, record)
                        : SnapshotRule.other(
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

    /** Whether all key groups of this subtask have read the snapshot, and it is not done. */
    private boolean isPending(String perspective) {
        return !store.progress(perspective).allMatch(each -> each.phase().isDone())
                && isRead(perspective);
    }

    private boolean isRead(String perspective) {
        return store.progress(perspective).noneMatch(each -> each.phase() == Phase.READING);
    }

    private boolean hasWork() {
        return walk != null || byPerspective.keySet().stream().anyMatch(this::isPending);
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
                            .filter(this::isPending)
                            .filter(this::vote)
                            .toList();
            if (decided.isEmpty()) {
                return false;
            }
            walked = decided;
            if (forgetAfter == null
                    && decided.stream()
                            .allMatch(each -> sum(each, SnapshotProgress::missing) == 0)) {
                decided.forEach(this::done);
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
            walked.forEach(this::done);
        }
        report();
        return true;
    }

    /**
     * Tells all subtasks what this one knows of a snapshot that it has read; if it is not decided
     * yet, and all have told theirs, decides it. Returns whether it is decided.
     */
    private boolean vote(String perspective) {
        String source = store.progress(perspective).findFirst().orElseThrow().source();
        if (source.isEmpty() || !isRead(perspective)) {
            return false;
        }
        int[] own = states().keyGroups().toArray();
        Optional<long[]> told =
                votes.tell(
                        "snapshot " + perspective + " of " + source,
                        own[0],
                        own[own.length - 1],
                        sum(perspective, SnapshotProgress::known),
                        sum(perspective, SnapshotProgress::found),
                        sum(perspective, SnapshotProgress::rejected),
                        count(perspective, Phase.DELETING) + count(perspective, Phase.DELETED),
                        count(perspective, Phase.KEEPING) + count(perspective, Phase.KEPT));
        if (count(perspective, Phase.READ) == 0) {
            return true;
        }
        if (told.isEmpty()) {
            return false;
        }
        long[] sums = told.get();
        Phase verdict =
                sums[3] + sums[4] > 0
                        ? sums[3] > 0 ? Phase.DELETING : Phase.KEEPING
                        : verdict(perspective, sums[0], sums[0] - sums[1], sums[2]);
        setAll(perspective, Phase.READ, verdict);
        return true;
    }

    private Phase verdict(String perspective, long known, long missing, long rejected) {
        boolean isKept =
                missing > 0
                        && (rejected > 0
                                || byPerspective
                                        .get(perspective)
                                        .maxDeleted()
                                        .isExceeded(missing, known));
        LOG.info(
                "the snapshot of perspective {} lacks {} of {} records, which {}",
                perspective,
                missing,
                known,
                isKept ? "stay" : "are deleted");
        return isKept ? Phase.KEEPING : Phase.DELETING;
    }

    private void setAll(String perspective, Phase from, Phase to) {
        states().keyGroups()
                .forEach(
                        group -> {
                            SnapshotProgress progress = store.progress(perspective, group);
                            if (progress.phase() == from) {
                                store.set(perspective, group, progress.in(to));
                            }
                        });
    }

    private void done(String perspective) {
        setAll(perspective, Phase.DELETING, Phase.DELETED);
        setAll(perspective, Phase.KEEPING, Phase.KEPT);
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
                    SnapshotRule.swept(progress, entry, identity, now()));
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

    private long sum(String perspective, ToLongFunction<SnapshotProgress> number) {
        return store.progress(perspective).mapToLong(number).sum();
    }

    private long count(String perspective, Phase phase) {
        return store.progress(perspective).filter(each -> each.phase() == phase).count();
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
                        "the other subtasks did not tell what the snapshot lacks");
            } else {
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
