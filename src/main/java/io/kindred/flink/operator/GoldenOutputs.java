package io.kindred.flink.operator;

import io.kindred.flink.internal.GoneStates;
import io.kindred.flink.internal.KeyedStates;
import io.kindred.model.DigestKey;
import io.kindred.model.Update;
import io.kindred.resolve.publish.GoldenRows;
import io.kindred.storage.keyed.GoneRevision;
import io.kindred.storage.keyed.ShownCells;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What is remembered of the rows of golden values, in a job that writes them or did so once.
 *
 * <p>Operator state: {@code golden-values}, whether it is used, once per subtask; each subtask
 * reads that of all. Keyed state, of the output key of an entity's golden values: {@code
 * published-cells}, the bytes of {@link ShownCells}; {@code published-cells-gone}, {@link
 * GoneRevision} by a keyed digest of the id of each golden value that is not shown.
 */
final class GoldenOutputs {

    private final ListState<Boolean> state;
    private final boolean isUsed;
    private @Nullable GoldenRows rows;

    private GoldenOutputs(ListState<Boolean> state, boolean isUsed) {
        this.state = state;
        this.isUsed = isUsed;
    }

    /**
     * Reads whether there ever was a sink.
     *
     * @param hasSink whether there is one now
     */
    static GoldenOutputs restore(OperatorStateStore store, boolean hasSink) throws Exception {
        ListState<Boolean> state =
                store.getUnionListState(new ListStateDescriptor<>("golden-values", Types.BOOLEAN));
        boolean isUsed = hasSink;
        for (boolean before : state.get()) {
            isUsed |= before;
        }
        return new GoldenOutputs(state, isUsed);
    }

    /** Opens the keyed state, if it is used. */
    void open(
            KeyedStates<Object> states,
            GoneStates gone,
            DigestKey digests,
            GoldenRows.Listener listener)
            throws Exception {
        if (isUsed) {
            rows =
                    new GoldenRows(
                            states.cell("published-cells"),
                            states.table("published-cells-gone", gone.forgetAfter()),
                            digests,
                            listener);
        }
    }

    /**
     * Emits the rows that differ from those shown before.
     *
     * @param update what is shown of the entity of the current key
     * @param revision the revision of what is shown, from 1
     * @param fill the number of the fill of the sink
     */
    void show(Update update, long revision, long fill) {
        if (rows == null) {
            throw new IllegalStateException("unexpected golden values: " + update.key());
        }
        rows.show(update, revision == 1, fill);
    }

    /** Writes whether it is used; must be called for every checkpoint. */
    void snapshot() throws Exception {
        state.update(List.of(isUsed));
    }
}
