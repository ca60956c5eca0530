package io.kindred.flink.operator;

import io.kindred.codec.OutputJson;
import io.kindred.flink.config.OutputMode;
import io.kindred.flink.state.KeyedTable;
import io.kindred.model.OutputKey;
import io.kindred.model.OutputUpdate;
import io.kindred.resolve.publish.ChangelogRow;
import io.kindred.resolve.publish.FinalRow;
import io.kindred.storage.OutputTables;
import io.kindred.storage.keyed.ShownRow;
import io.kindred.storage.wire.AnswerMessage;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.RecordMove;
import io.kindred.temporal.Timeline;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Turns what several owners say into rows, see {@link ChangelogRow}; in mode {@code final}, see
 * {@link FinalRow}, when the input is used up. Rows go to the side outputs of {@link
 * PublishOperator#tag}.
 *
 * <p>Keyed by output key, see {@link PublishOperator#key}. State: {@code published}, {@code
 * published-updates} and {@code published-moves}, the tables of {@link OutputTables}; that of
 * {@link AbstractDeferringOperator}. Nothing clears {@code published}: a key that comes back goes
 * on with its revisions. Operator state: {@code output-mode}, the mode's name once for each
 * subtask; state of the other mode is refused, as it lacks rows that were never emitted. The counts
 * {@link #WAITING} and {@link #HAND_OVERS}; one subtask's alone means nothing after a change of
 * parallelism.
 */
abstract class AbstractPublishOperator<O> extends AbstractDeferringOperator<O>
        implements ChangelogRow.Listener {

    /** Counts the withdrawals that wait now. */
    static final String WAITING = "withdrawals-waiting";

    /** Counts the withdrawals that came to nothing, as another update came in time. */
    static final String HAND_OVERS = "hand-overs";

    /** The state that every key has. */
    static final String PUBLISHED = AbstractOnlyPublishOperator.PUBLISHED;

    private static final String STATEMENTS = PUBLISHED + "-statements";
    private static final String MOVES = PUBLISHED + "-moves";

    /** All states of a key. */
    static final List<String> STATES = List.of(PUBLISHED, STATEMENTS, MOVES);

    private static final long serialVersionUID = 1L;

    private final Timeline timeline;
    private final OutputMode mode;
    private final Duration delay;

    private transient OutputJson json;
    private transient ChangelogRow publication;
    private transient FinalRow last;
    private transient WrittenMode writtenIn;
    private transient RestoredCount waiting;
    private transient RestoredCount handOvers;
    private transient long waitingCounted;
    private transient long handOversCounted;

    AbstractPublishOperator(Timeline timeline, OutputMode mode, Duration delay) {
        this.timeline = timeline;
        this.mode = mode;
        this.delay = delay;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        writtenIn = WrittenMode.restore(context.getOperatorStateStore(), mode);
        waiting = RestoredCount.restore(WAITING, context.getOperatorStateStore());
        handOvers = RestoredCount.restore(HAND_OVERS, context.getOperatorStateStore());
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        writtenIn.snapshot();
        waiting.snapshot();
        handOvers.snapshot();
    }

    @Override
    public void open() throws Exception {
        super.open();
        json = new OutputJson(timeline);
        OutputTables tables = tables(getKeyedStateBackend());
        publication = new ChangelogRow(tables, delay.toMillis(), this);
        last = new FinalRow(tables);
        waiting.show(getRuntimeContext());
        handOvers.show(getRuntimeContext());
    }

    /** The tables of the current key. */
    static OutputTables tables(KeyedStateBackend<?> backend) throws Exception {
        return new OutputTables(
                KeyedTable.open(backend, PUBLISHED),
                KeyedTable.open(backend, STATEMENTS),
                KeyedTable.open(backend, MOVES));
    }

    final void accept(OwnedUpdate owned) {
        if (mode == OutputMode.FINAL) {
            last.accept(owned);
        } else {
            publication.accept(owned, now());
            count();
        }
    }

    final void accept(RecordMove move) {
        publication.accept(move, now());
        count();
    }

    /** Tells what is shown under the key, which in mode {@code final} is nothing before the end. */
    final void answer(RowQuestion question) {
        Optional<ShownRow> row = mode == OutputMode.FINAL ? Optional.empty() : publication.shown();
        output.collect(
                PublishOperator.ANSWERS,
                new StreamRecord<>(new AnswerMessage.Shown(question.token(), row)));
    }

    @Override
    final void onDue() {
        if (isEnding()) {
            publication.end();
        } else {
            publication.due(now());
        }
        count();
    }

    /** Emits all that waits, or was kept for the end; to be called when all inputs are used up. */
    final void publishAll() throws Exception {
        settle();
        if (mode != OutputMode.FINAL) {
            return;
        }
        try (var keys = getKeyedStateBackend().getKeys(PUBLISHED, VoidNamespace.INSTANCE)) {
            for (Iterator<?> each = keys.iterator(); each.hasNext(); ) {
                setCurrentKey(each.next());
                last.end().ifPresent(update -> row(update, 1));
            }
        }
    }

    @Override
    public final void row(OutputUpdate update, long revision) {
        OutputKey key = update.key();
        output.collect(
                PublishOperator.tag(key.stream()),
                new StreamRecord<>(
                        new OutputRow(
                                key.id(),
                                json.row(update, revision),
                                revision,
                                update.isWithdrawal())));
    }

    @Override
    public final void schedule(long millis) {
        try {
            defer(millis);
        } catch (Exception e) {
            throw new IllegalStateException("cannot set a timer", e);
        }
    }

    private void count() {
        waiting.add(publication.waiting() - waitingCounted);
        waitingCounted = publication.waiting();
        handOvers.add(publication.handOvers() - handOversCounted);
        handOversCounted = publication.handOvers();
    }

    private long now() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }
}
