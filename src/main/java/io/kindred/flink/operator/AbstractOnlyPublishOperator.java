package io.kindred.flink.operator;

import io.kindred.codec.OutputJson;
import io.kindred.flink.config.OutputMode;
import io.kindred.model.OutputKey;
import io.kindred.model.OutputUpdate;
import io.kindred.storage.ByteKey;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.keyed.Published;
import io.kindred.storage.keyed.ShownRow;
import io.kindred.storage.keyed.UpdateFormat;
import io.kindred.storage.wire.AnswerMessage;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.temporal.Timeline;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

import java.util.Iterator;
import java.util.Optional;

/**
 * Turns what the only shard states into rows: of each output key, what is shown, and a new row with
 * the next revision only when that changes. An update is read only if it gives a row. Rows go to
 * the side outputs of {@link PublishOperator#tag}.
 *
 * <p>In mode {@code final} nothing is emitted while input goes on; when it is used up, each key
 * that is there gets one row, of revision 1. The keys are walked by a cursor, so that no step holds
 * them all. An update that was emitted is kept no more, so that an end that is repeated after a
 * failure repeats no row that a checkpoint holds.
 *
 * <p>An operator rather than a function because only an operator can set the key and so walk all of
 * them at the end of the input.
 *
 * <p>Keyed by output key. State: {@code published}, the bytes of {@link Published}; in mode {@code
 * final} with the update. Nothing clears it: a key that comes back goes on with its revisions.
 * Operator state: {@code output-mode}, the mode's name once for each subtask; state of the other
 * mode is refused, as it lacks rows that were never emitted or updates that were never kept.
 */
abstract class AbstractOnlyPublishOperator extends AbstractStreamOperator<OutputRow> {

    /** The state that every key has. */
    static final String PUBLISHED = "published";

    private static final long serialVersionUID = 1L;

    private final Timeline timeline;
    private final OutputMode mode;

    private transient OutputJson json;
    private transient ValueState<byte[]> published;
    private transient WrittenMode writtenIn;

    AbstractOnlyPublishOperator(Timeline timeline, OutputMode mode) {
        this.timeline = timeline;
        this.mode = mode;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        writtenIn = WrittenMode.restore(context.getOperatorStateStore(), mode);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        writtenIn.snapshot();
    }

    @Override
    public void open() throws Exception {
        super.open();
        json = new OutputJson(timeline);
        published = published(getKeyedStateBackend());
    }

    /** What is shown of the current key, the bytes of {@link Published}. */
    static ValueState<byte[]> published(KeyedStateBackend<?> backend) throws Exception {
        return backend.getPartitionedState(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                new ValueStateDescriptor<>(
                        PUBLISHED, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    final void accept(OwnedUpdate owned) throws Exception {
        EncodedUpdate encoded = owned.encoded();
        Optional<Published> before = load();
        if (before.flatMap(Published::shown).equals(encoded.shown())) {
            return;
        }
        long revision = before.map(Published::revision).orElse(0L) + 1;
        if (mode == OutputMode.CHANGELOG) {
            save(new Published(revision, encoded.shown(), Optional.empty()));
            emit(encoded.update(), encoded.key(), revision);
        } else {
            Optional<ByteKey> kept =
                    encoded.isWithdrawal() ? Optional.empty() : Optional.of(encoded.bytes());
            save(new Published(revision, encoded.shown(), kept));
        }
    }

    /** Tells what is shown under the key, which in mode {@code final} is nothing before the end. */
    final void answer(RowQuestion question) throws Exception {
        Optional<ShownRow> row =
                mode == OutputMode.FINAL ? Optional.empty() : load().flatMap(Published::row);
        output.collect(
                PublishOperator.ANSWERS,
                new StreamRecord<>(new AnswerMessage.Shown(question.token(), row)));
    }

    /** Emits what was kept for the end; to be called when all inputs are used up. */
    final void publishAll() throws Exception {
        if (mode != OutputMode.FINAL) {
            return;
        }
        try (var keys = getKeyedStateBackend().getKeys(PUBLISHED, VoidNamespace.INSTANCE)) {
            for (Iterator<?> each = keys.iterator(); each.hasNext(); ) {
                setCurrentKey(each.next());
                Published last = load().orElseThrow();
                if (last.update().isPresent()) {
                    OutputUpdate update = UpdateFormat.INSTANCE.read(last.update().get().bytes());
                    emit(update, update.key(), 1);
                    save(new Published(last.revision(), last.shown(), Optional.empty()));
                }
            }
        }
    }

    private void emit(OutputUpdate update, OutputKey key, long revision) {
        output.collect(
                PublishOperator.tag(key.stream()),
                new StreamRecord<>(
                        new OutputRow(
                                key.id(),
                                json.row(update, revision),
                                revision,
                                update.isWithdrawal())));
    }

    private Optional<Published> load() throws Exception {
        return Optional.ofNullable(published.value()).map(Published.FORMAT::read);
    }

    private void save(Published now) throws Exception {
        published.update(Published.FORMAT.write(now));
    }
}
