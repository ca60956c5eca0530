package io.kindred.flink.internal;

import org.apache.flink.runtime.checkpoint.OperatorState;

import java.io.Serializable;

/** What a savepoint or checkpoint has of one operator: where its state is, not the state itself. */
public final class SavedOperator implements Serializable {

    private static final long serialVersionUID = 1L;

    private final OperatorState state;

    SavedOperator(OperatorState state) {
        this.state = state;
    }

    /** Its maximum parallelism. */
    public int keyGroups() {
        return state.getMaxParallelism();
    }

    /** Whether it had ended, and so has no state. */
    public boolean isFinished() {
        return state.isFullyFinished();
    }

    OperatorState state() {
        return state;
    }
}
