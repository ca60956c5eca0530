package io.kindred.flink.operator;

import io.kindred.codec.OutputJson;
import io.kindred.flink.config.OutputMode;
import io.kindred.flink.internal.KeyTimers;
import io.kindred.flink.internal.KeyedStates;
import io.kindred.flink.internal.TwoInputOperator;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.OutputKey;
import io.kindred.model.OutputKey.Stream;
import io.kindred.model.Update;
import io.kindred.resolve.publish.ChangelogRow;
import io.kindred.resolve.publish.FinalRow;
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

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Turns what owners say into rows, as its {@link Publisher} decides. Rows go to the side outputs of
 * {@link #tag}; the output are moves, by which entities learn where their records went. The second
 * input are questions or moves; it is connected even where there are none.
 *
 * <p>In mode {@code final} nothing is emitted while input goes on, and each key that is there gets
 * one row, of revision 1, at the end. The keys are walked by a cursor, so that no step holds them
 * all.
 *
 * <p>Keyed by output key. Nothing clears {@code published}: a key that comes back goes on with its
 * revisions. State of the only shard: {@code published}, the bytes of {@link Published}. State
 * where several owners speak: {@code published}, {@code published-statements} and {@code
 * published-moves}, the tables of {@link OutputTables}; that of {@link KeyTimers}; as operator
 * state the counts {@link #WAITING} and {@link #HAND_OVERS}, of which one subtask's alone means
 * nothing after a change of parallelism. Operator state of both: that of {@link WrittenMode}.
 *
 * @param <T> the second input, {@link RowQuestion} or {@link RecordMove}
 */
public final class PublishOperator<T> extends TwoInputOperator<OwnedUpdate, T, RecordMove>
        implements Publisher.Listener {

    /** Carries what is shown of records that are asked about, of whoever publishes assignments. */
    public static final OutputTag<AnswerMessage> ANSWERS =
            new OutputTag<>("answers", FormatTypeInformation.ANSWER_MESSAGE);

    /** Counts the withdrawals that wait now. */
    static final String WAITING = "withdrawals-waiting";

    /** Counts the withdrawals that came to nothing, as another update came in time. */
    static final String HAND_OVERS = "hand-overs";

    /** The state that every key has. */
    static final String PUBLISHED = "published";

    /** All states where several owners speak, that first. */
    static final List<String> STATES =
            List.of(PUBLISHED, PUBLISHED + "-statements", PUBLISHED + "-moves");

    private static final long serialVersionUID = 1L;
    private static final Map<Stream, OutputTag<OutputRow>> TAGS = tags();

    private final Part part;
    private final Timeline timeline;
    private final OutputMode mode;
    private final Duration delay;

    private transient OutputJson json;
    private transient Publisher publisher;
    private transient KeyTimers timers;
    private transient WrittenMode writtenIn;
    private transient RestoredCount waiting;
    private transient RestoredCount handOvers;

    /** What of the outputs is published. */
    private enum Part {
        ALL_OF_ONLY_SHARD,
        ASSIGNMENTS,
        OTHERS
    }

    private PublishOperator(Part part, Timeline timeline, OutputMode mode, Duration delay) {
        this.part = part;
        this.timeline = timeline;
        this.mode = mode;
        this.delay = delay;
    }

    /** Publishes all that the only shard says, and answers what is shown. */
    public static PublishOperator<RowQuestion> ofOnlyShard(Timeline timeline, OutputMode mode) {
        return new PublishOperator<>(Part.ALL_OF_ONLY_SHARD, timeline, mode, Duration.ZERO);
    }

    /**
     * Publishes the assignments of records where several owners speak of them, tells entities which
     * of their records went where, and answers what is shown. In mode {@code final}, where no
     * entity is retired, there are no moves.
     *
     * @param delay how long a withdrawal waits for another update
     */
    public static PublishOperator<RowQuestion> ofAssignments(
            Timeline timeline, OutputMode mode, Duration delay) {
        return new PublishOperator<>(Part.ASSIGNMENTS, timeline, mode, delay);
    }

    /**
     * Publishes entities, conflicts and generic keys where several owners speak of them. By moves
     * it knows a retired entity's successors.
     *
     * @param delay how long a withdrawal waits for another update
     */
    public static PublishOperator<RecordMove> ofOthers(
            Timeline timeline, OutputMode mode, Duration delay) {
        return new PublishOperator<>(Part.OTHERS, timeline, mode, delay);
    }

    /** The side output that carries the rows of a stream. */
    public static OutputTag<OutputRow> tag(Stream stream) {
        return TAGS.get(stream);
    }

    /** The key to publish by: the stream and the id in it. */
    public static String key(OwnedUpdate owned) {
        return joined(owned.encoded().key());
    }

    /** The key of the entity that is told of a move. */
    public static String key(RecordMove move) {
        return Stream.ENTITIES.name() + '/' + move.from();
    }

    static String joined(OutputKey key) {
        return key.stream().name() + '/' + key.id();
    }

    /** The tables of the current key, where several owners speak. */
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
        if (areSeveralOwners()) {
            waiting = RestoredCount.restore(WAITING, store, getRuntimeContext());
            handOvers = RestoredCount.restore(HAND_OVERS, store, getRuntimeContext());
        }
    }

    @Override
    protected void snapshot() throws Exception {
        writtenIn.snapshot();
        if (areSeveralOwners()) {
            waiting.snapshot();
            handOvers.snapshot();
        }
    }

    @Override
    public void open() throws Exception {
        super.open();
        json = new OutputJson(timeline);
        boolean onlyLast = mode == OutputMode.FINAL;
        if (areSeveralOwners()) {
            timers = new KeyTimers(this, this::onDue);
            OutputTables tables = tables(states());
            publisher =
                    onlyLast
                            ? new FinalRow(tables)
                            : new ChangelogRow(tables, delay.toMillis(), this);
        } else {
            publisher = new OnlyShardRow(states().cell(PUBLISHED), onlyLast, this);
        }
    }

    private boolean areSeveralOwners() {
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
        if (areSeveralOwners()) {
            timers.end();
        }
        if (mode == OutputMode.FINAL) {
            states().forEachKey(
                            PUBLISHED, key -> publisher.last().ifPresent(update -> row(update, 1)));
        }
    }

    @Override
    public void row(Update update, long revision) {
        OutputKey key = update.key();
        emit(
                tag(key.stream()),
                new OutputRow(
                        key.id(), json.row(update, revision), revision, update.isWithdrawal()));
    }

    @Override
    public void move(RecordMove move) {
        if (part != Part.ASSIGNMENTS) {
            throw new IllegalStateException("an assignment came where none are published: " + move);
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
