package io.kindred.flink.operator;

import io.kindred.flink.internal.GoneStates;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether an operator forgets deleted records, or did so once. Without the setting nothing is
 * forgotten any more, but what is still remembered in the states that forget counts for ever.
 *
 * <p>Operator state: {@code forgets-deleted}, once per subtask; each subtask reads that of all.
 */
final class RestoredForgetting {

    private final ListState<Boolean> state;
    private final GoneStates states;

    private RestoredForgetting(ListState<Boolean> state, GoneStates states) {
        this.state = state;
        this.states = states;
    }

    /**
     * Reads whether the operator ever forgot.
     *
     * @param forgetAfter the job's setting
     */
    static RestoredForgetting restore(OperatorStateStore store, Optional<Duration> forgetAfter)
            throws Exception {
        ListState<Boolean> state =
                store.getUnionListState(
                        new ListStateDescriptor<>("forgets-deleted", Types.BOOLEAN));
        boolean areUsed = forgetAfter.isPresent();
        for (boolean before : state.get()) {
            areUsed |= before;
        }
        return new RestoredForgetting(state, new GoneStates(areUsed, forgetAfter));
    }

    GoneStates states() {
        return states;
    }

    /** Writes it; must be called for every checkpoint. */
    void snapshot() throws Exception {
        state.update(List.of(states.areUsed()));
    }
}
