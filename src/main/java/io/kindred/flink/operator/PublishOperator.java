package io.kindred.flink.operator;

import io.kindred.codec.OutputJson;
import io.kindred.flink.config.OutputMode;
import io.kindred.flink.internal.KeyTimers;
import io.kindred.flink.internal.KeyWalk;
import io.kindred.flink.internal.KeyedStates;
import io.kindred.flink.internal.TwoInputOperator;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.GoldenRow;
import io.kindred.model.OutputKey;
import io.kindred.model.OutputKey.Stream;
import io.kindred.model.Update;
import io.kindred.resolve.publish.ChangelogRow;
import io.kindred.resolve.publish.FinalRow;
import io.kindred.resolve.publish.GoldenRows;
import io.kindred.resolve.publish.OnlyShardRow;
import io.kindred.resolve.publish.Publisher;
import io.kindred.storage.OutputTables;
import io.kindred.storage.keyed.Published;
import io.kindred.storage.wire.AnswerMessage;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.RecordMove;
import io.kindred.temporal.Timeline;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Turns the updates of all owners into the rows of the outputs; its {@link Publisher} decides which
 * rows to emit. An owner is an operator instance that emits updates: a shard, the reconcile
 * operator, the directory or the uniqueness operator. Rows go to the side outputs of {@link #tag}.
 * The output is record moves, from which entities learn where their records went. The second input
 * carries questions or moves and is connected even if there are none.
 *
 * <p>In mode {@code final} nothing is emitted before the end of the input. Then each key that
 * exists gets one row, of revision 1. A cursor iterates over the keys, so memory does not grow with
 * their number.
 *
 * <p>Keyed by output key. A key that comes back continues its revisions. So {@code published} is
 * cleared only if the revision is kept elsewhere, see {@link GoneOutputs} and {@link
 * ErasedOutputs}. State with one shard: {@code published}, the bytes of {@link Published}. State
 * with several owners: {@code published}, {@code published-statements} and {@code published-moves},
 * the tables of {@link OutputTables}; the state of {@link KeyTimers}; and as operator state the
 * counts {@link #WAITING} and {@link #HAND_OVERS}, of which only the sum over all subtasks has a
 * meaning. Both also keep the state of {@link GoldenOutputs}, and the operator state of {@link
 * WrittenMode}, {@link RestoredFills}, {@link RestoredForgetting}, {@link RestoredDigestKey} and
 * {@link RecordedTime}.
 *
 * <p>A sink that is new gets the current rows of its stream once. With one shard, the shard emits
 * its updates once more. With several owners, this operator walks over its keys in the background.
 *
 * @param <T> the second input, {@link RowQuestion} or {@link RecordMove}
 */
public final class PublishOperator<T> extends TwoInputOperator<OwnedUpdate, T, RecordMove>
        implements Publisher.Listener {

    /** Side output: the published rows of records that are asked about. */
    public static final OutputTag<AnswerMessage> ANSWERS =
            new OutputTag<>("answers", FormatTypeInformation.ANSWER_MESSAGE);

    /** Counts the retractions that are currently delayed. */
    static final String WAITING = "withdrawals-waiting";

    /**
     * Counts the delayed retractions that were dropped because another owner's update came in time.
     */
    static final String HAND_OVERS = "hand-overs";

    /** The state that exists for every key. */
    static final String PUBLISHED = "published";

    /** All states with several owners, {@link #PUBLISHED} first. */
    static final List<String> STATES =
            List.of(PUBLISHED, PUBLISHED + "-statements", PUBLISHED + "-moves");

    private static final long serialVersionUID = 1L;

    /** How many keys are visited at a time, so that a barrier never waits long. */
    private static final long SLICE_KEYS = 1_000;

    private static final long SLICE_PAUSE_MS = 5;
    private static final Map<Stream, OutputTag<OutputRow>> TAGS = tags();

    private final Part part;
    private final Timeline timeline;
    private final OutputMode mode;
    private final Duration delay;
    private final SinkStreams sinks;
    private final PublishSettings settings;

    private transient OutputJson json;
    private transient Publisher publisher;
    private transient KeyTimers timers;
    private transient WrittenMode writtenIn;
    private transient RestoredForgetting forgetting;
    private transient RestoredDigestKey digestKey;
    private transient RecordedTime recordedTime;
    private transient GoldenOutputs golden;
    private transient RestoredFills fills;
    private transient @Nullable KeyWalk walk;
    private transient RestoredCount waiting;
    private transient RestoredCount handOvers;
    private transient LastRows lastRows;

    /** The outputs that an operator publishes. */
    private enum Part {
        ALL_OF_ONLY_SHARD,
        ASSIGNMENTS,
        OTHERS
    }

    private PublishOperator(
            Part part,
            Timeline timeline,
            OutputMode mode,
            Duration delay,
            SinkStreams sinks,
            PublishSettings settings) {
        this.settings = settings;
        this.part = part;
        this.timeline = timeline;
        this.mode = mode;
        this.delay = delay;
        this.sinks = sinks;
    }

    /** The same operator in a job with these sinks; in mode {@code final} none has to be filled. */
    public PublishOperator<T> to(SinkStreams streams) {
        Set<Stream> own =
                switch (part) {
                    case ALL_OF_ONLY_SHARD -> EnumSet.allOf(Stream.class);
                    case ASSIGNMENTS -> byRecord(true);
                    case OTHERS -> byRecord(false);
                };
        return new PublishOperator<>(part, timeline, mode, delay, streams.only(own), settings);
    }

    private static Set<Stream> byRecord(boolean isByRecord) {
        return Arrays.stream(Stream.values())
                .filter(stream -> stream.isByRecord() == isByRecord)
                .collect(Collectors.toSet());
    }

    /** The same operator with the settings of a job file. */
    public PublishOperator<T> with(PublishSettings ofJob) {
        return new PublishOperator<>(part, timeline, mode, delay, sinks, ofJob);
    }

    private static <T> PublishOperator<T> of(
            Part part, Timeline timeline, OutputMode mode, Duration delay) {
        return new PublishOperator<>(
                part, timeline, mode, delay, SinkStreams.NONE, PublishSettings.defaults());
    }

    /** Publishes all outputs of the only shard, and answers questions about published rows. */
    public static PublishOperator<RowQuestion> ofOnlyShard(Timeline timeline, OutputMode mode) {
        return of(Part.ALL_OF_ONLY_SHARD, timeline, mode, Duration.ZERO);
    }

    /**
     * Publishes assignments and records with several owners, emits record moves to the entities
     * that lost records, and answers questions about published rows. In mode {@code final} no
     * entity is retired, so there are no moves.
     *
     * @param delay how long to delay a retraction, in case another owner's update replaces it
     */
    public static PublishOperator<RowQuestion> ofAssignments(
            Timeline timeline, OutputMode mode, Duration delay) {
        return of(Part.ASSIGNMENTS, timeline, mode, delay);
    }

    /**
     * Publishes entities, conflicts, generic keys and golden values with several owners. It learns
     * the successors of a retired entity from record moves.
     *
     * @param delay how long to delay a retraction, in case another owner's update replaces it
     */
    public static PublishOperator<RecordMove> ofOthers(
            Timeline timeline, OutputMode mode, Duration delay) {
        return of(Part.OTHERS, timeline, mode, delay);
    }

    /** The side output of a stream's rows. */
    public static OutputTag<OutputRow> tag(Stream stream) {
        return TAGS.get(stream);
    }

    /** The key of an update: its stream and its id in the stream. */
    public static String key(OwnedUpdate owned) {
        return joined(owned.encoded().key());
    }

    /** The key of the entity that a record moved away from. */
    public static String key(RecordMove move) {
        return Stream.ENTITIES.name() + '/' + move.from();
    }

    static String joined(OutputKey key) {
        return key.stream().name() + '/' + key.id();
    }

    /** The tables of the current key, with several owners. */
    static OutputTables tables(KeyedStates<?> states) throws Exception {
        return new OutputTables(
                states.table(STATES.get(0)),
                states.table(STATES.get(1)),
                states.table(STATES.get(2)));
    }

    private static Map<Stream, OutputTag<OutputRow>> tags() {
        Map<Stream, OutputTag<OutputRow>> tags = new EnumMap<>(Stream.class);
        for (Stream stream : Stream.values()) {
            tags.put(stream, new OutputTag<>(stream.name(), TypeInformation.of(OutputRow.class)));
        }
        return tags;
    }

    @Override
    protected void restore(OperatorStateStore store) throws Exception {
        writtenIn = WrittenMode.restore(store, mode);
        fills = RestoredFills.restore(store, mode == OutputMode.FINAL ? SinkStreams.NONE : sinks);
        forgetting = RestoredForgetting.restore(store, settings.forgetAfter());
        digestKey = RestoredDigestKey.restore(store, settings.digestKey());
        recordedTime = RecordedTime.restore(store);
        golden = GoldenOutputs.restore(store, sinks.all().contains(Stream.GOLDEN_VALUES));
        if (hasSeveralOwners()) {
            waiting = RestoredCount.restore(WAITING, store, getRuntimeContext());
            handOvers = RestoredCount.restore(HAND_OVERS, store, getRuntimeContext());
        }
    }

    @Override
    protected void snapshot() throws Exception {
        writtenIn.snapshot();
        fills.snapshot();
        forgetting.snapshot();
        digestKey.snapshot();
        recordedTime.snapshot();
        golden.snapshot();
        if (hasSeveralOwners()) {
            waiting.snapshot();
            handOvers.snapshot();
        }
    }

    @Override
    public void open() throws Exception {
        super.open();
        json = new OutputJson(timeline, settings.conflictsFormat());
        lastRows = new LastRows(getRuntimeContext());
        boolean onlyLast = mode == OutputMode.FINAL;
        GoneOutputs gone = gone();
        golden.open(states(), forgetting.states(), digestKey.key(), this::row);
        if (hasSeveralOwners()) {
            timers = new KeyTimers(this, this::onDue);
            OutputTables tables = tables(states());
            publisher =
                    onlyLast
                            ? new FinalRow(tables, gone)
                            : new ChangelogRow(tables, gone, delay.toMillis(), this);
        } else {
            publisher = new OnlyShardRow(states().cell(PUBLISHED), gone, onlyLast, this);
            // The shard walks over its records, and knows when it is done.
            fills.complete();
        }
        if (fills.isPending()) {
            walk = new KeyWalk(states(), PUBLISHED, this::repeat);
            scheduleSlice();
        }
    }

    private GoneOutputs gone() throws Exception {
        Optional<ErasedOutputs> erased =
                part == Part.OTHERS
                        ? Optional.empty()
                        : Optional.of(
                                new ErasedOutputs(
                                        states(),
                                        settings.forgetAfter(),
                                        getRuntimeContext()
                                                .getTaskInfo()
                                                .getMaxNumberOfParallelSubtasks(),
                                        digestKey.key()));
        return new GoneOutputs(states(), forgetting.states(), erased);
    }

    private void scheduleSlice() {
        registerTimer(
                now() + SLICE_PAUSE_MS,
                at -> {
                    if (!fill()) {
                        scheduleSlice();
                    }
                });
    }

    /** Emits rows to new sinks, from the next keys of the walk; returns whether it is over. */
    private boolean fill() throws Exception {
        if (walk != null && walk.proceed(SLICE_KEYS)) {
            walk.close();
            walk = null;
            fills.complete();
        }
        return walk == null;
    }

    private void repeat(Object key) {
        String joined = (String) key;
        if (fills.pending().contains(Stream.valueOf(joined.substring(0, joined.indexOf('/'))))) {
            publisher.repeat();
        }
    }

    @Override
    public void close() throws Exception {
        if (walk != null) {
            walk.close();
        }
        super.close();
    }

    private boolean hasSeveralOwners() {
        return part != Part.ALL_OF_ONLY_SHARD;
    }

    @Override
    protected void acceptFirst(OwnedUpdate owned) {
        publisher.accept(owned, now());
    }

    @Override
    protected void acceptSecond(T value) {
        if (value instanceof RowQuestion question) {
            emit(ANSWERS, new AnswerMessage.Shown(question.token(), publisher.shown()));
        } else {
            publisher.accept((RecordMove) value, now());
        }
    }

    private void onDue() {
        if (timers.isEnding()) {
            publisher.end();
        } else {
            publisher.onTimer(now());
        }
    }

    @Override
    protected void endInputs() throws Exception {
        while (walk != null) {
            fill();
        }
        if (hasSeveralOwners()) {
            timers.end();
        }
        if (mode == OutputMode.FINAL) {
            states().forEachKey(PUBLISHED, key -> publisher.last().ifPresent(this::lastRow));
        }
    }

    private void lastRow(Update update) {
        lastRows.add(update);
        row(update, 1);
    }

    @Override
    public void row(Update update, long revision) {
        OutputKey key = update.key();
        if (key.stream() == Stream.GOLDEN_VALUES) {
            goldenRows(update, revision);
            return;
        }
        byte[] row = json.row(update, revision, recordedAt());
        emit(tag(key.stream()), new OutputRow(key.id(), row, revision, update.isRetraction()));
    }

    /** The rows of single values, which have revisions of their own. */
    private void goldenRows(Update update, long revision) {
        if (mode == OutputMode.FINAL) {
            GoldenRows.forEach(update, this::row);
        } else {
            golden.show(update, revision, fill(Stream.GOLDEN_VALUES));
        }
    }

    private void row(GoldenRow row, long revision) {
        emit(
                tag(Stream.GOLDEN_VALUES),
                new OutputRow(
                        row.id(),
                        json.row(row, revision, recordedAt()),
                        revision,
                        row.cell().isEmpty()));
    }

    private Optional<Instant> recordedAt() {
        return settings.hasRecordedAt() ? Optional.of(recordedTime.at(now())) : Optional.empty();
    }

    @Override
    public long fill(Stream stream) {
        return fills.number(stream);
    }

    @Override
    public void move(RecordMove move) {
        if (part != Part.ASSIGNMENTS) {
            throw new IllegalStateException(
                    "expected no assignments here, but a record moved: " + move);
        }
        emit(move);
    }

    @Override
    public void schedule(long millis) {
        timers.schedule(millis);
    }

    @Override
    public void waiting(int more) {
        waiting.add(more);
    }

    @Override
    public void handedOver() {
        handOvers.increment();
    }
}
