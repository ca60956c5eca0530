package io.kindred.flink.internal;

import org.apache.flink.runtime.checkpoint.OperatorState;

import java.io.Serializable;

/**
 * The metadata of one operator in a savepoint or checkpoint: handles of its state, not the state
 * itself.
 */
public final class SavedOperator implements Serializable {

    private static final long serialVersionUID = 1L;

    private final OperatorState state;

    SavedOperator(OperatorState state) {
        this.state = state;
    }

    /** The number of key groups, which is the maximum parallelism. */
    public int keyGroups() {
        return state.getMaxParallelism();
    }

    /** Whether it had finished, and so has no state. */
    public boolean isFinished() {
        return state.isFullyFinished();
    }

    OperatorState state() {
        return state;
    }
}
