package io.kindred.flink.operator;

import io.kindred.flink.connector.RawInput;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.memory.ManagedMemoryUseCase;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.streaming.api.operators.StreamSource;

/**
 * A source of the records in a saved state, see {@link SavedRecordsFunction}. It is an operator
 * since only that has the task's resources, which the state is restored with. State: none, so that
 * nothing of it is in a savepoint, and a job without it goes on from there.
 */
public final class SavedRecordsOperator extends StreamSource<RawInput, SavedRecordsFunction> {

    private static final long serialVersionUID = 1L;

    private final OperatorState saved;
    private final Configuration options;

    /**
     * Over a saved state.
     *
     * @param path of the state, for errors
     * @param saved the part of it that knows all identities: the only shard or the registry
     * @param isOnlyShard which of the two
     * @param options of RocksDB
     */
    public SavedRecordsOperator(
            String path, OperatorState saved, boolean isOnlyShard, Configuration options) {
        super(new SavedRecordsFunction(path, isOnlyShard));
        this.saved = saved;
        this.options = options;
    }

    @Override
    public void open() throws Exception {
        super.open();
        Environment environment = getContainingTask().getEnvironment();
        double managedMemory =
                config.getManagedMemoryFractionOperatorUseCaseOfSlot(
                        ManagedMemoryUseCase.STATE_BACKEND,
                        environment.getJobConfiguration(),
                        environment.getTaskManagerInfo().getConfiguration(),
                        getUserCodeClassloader());
        userFunction.open(
                new RestoredKeys(environment, saved, options, managedMemory, getMetricGroup()));
    }
}
