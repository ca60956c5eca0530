package io.kindred.flink.internal;

import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.StateAssignmentOperation;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyedStateBackendParametersImpl;
import org.apache.flink.runtime.state.ttl.TtlTimeProvider;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.util.IOUtils;

import java.io.Closeable;

/**
 * The keyed state of an operator of an earlier job, restored in addition to the task's own state.
 * It is restored by file into a separate RocksDB, in the task's temporary folders and managed
 * memory. Each subtask restores its share of the key groups.
 */
public final class RestoredKeys implements Closeable {

    /** The memory of RocksDB in a slot without managed memory. */
    private static final MemorySize WITHOUT_MANAGED_MEMORY = MemorySize.ofMebiBytes(128);

    private final Environment environment;
    private final OperatorState saved;
    private final Configuration options;
    private final double managedMemory;
    private final MetricGroup metrics;
    private final CloseableRegistry streams = new CloseableRegistry();

    /**
     * Creates the state in a task.
     *
     * @param options the options of RocksDB
     * @param managedMemory the share of the slot's managed memory for RocksDB, from 0 to 1
     */
    RestoredKeys(
            Environment environment,
            OperatorState saved,
            Configuration options,
            double managedMemory,
            MetricGroup metrics) {
        this.environment = environment;
        this.saved = saved;
        this.options = options;
        this.managedMemory = managedMemory;
        this.metrics = metrics;
    }

    /** An action on the restored state. */
    @FunctionalInterface
    public interface Use<K> {

        /** Runs the action; the state is closed afterwards. */
        void with(KeyedStates<K> state) throws Exception;
    }

    /**
     * Restores the state, runs the action and closes the state. Subtasks in excess of the key
     * groups do nothing.
     */
    public <K> void use(TypeSerializer<K> keys, Use<K> use) throws Exception {
        TaskInfo task = environment.getTaskInfo();
        int keyGroups = saved.getMaxParallelism();
        int shares = Math.min(keyGroups, task.getNumberOfParallelSubtasks());
        if (task.getIndexOfThisSubtask() >= shares) {
            return;
        }
        KeyGroupRange share =
                KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
                        keyGroups, shares, task.getIndexOfThisSubtask());
        CheckpointableKeyedStateBackend<K> state = restore(keys, keyGroups, share);
        try {
            use.with(new KeyedStates<>(state));
        } finally {
            IOUtils.closeQuietly(state);
            state.dispose();
        }
    }

    private <K> CheckpointableKeyedStateBackend<K> restore(
            TypeSerializer<K> keys, int keyGroups, KeyGroupRange share) throws Exception {
        Configuration rocksDb = new Configuration(options);
        if (managedMemory <= 0) {
            rocksDb.set(RocksDBOptions.FIX_PER_SLOT_MEMORY_SIZE, WITHOUT_MANAGED_MEMORY);
        }
        return new EmbeddedRocksDBStateBackend()
                .configure(rocksDb, environment.getUserCodeClassLoader().asClassLoader())
                .createKeyedStateBackend(
                        new KeyedStateBackendParametersImpl<>(
                                environment,
                                environment.getJobID(),
                                "saved-" + saved.getOperatorID(),
                                keys,
                                keyGroups,
                                share,
                                environment.getTaskKvStateRegistry(),
                                TtlTimeProvider.DEFAULT,
                                metrics,
                                (name, value) -> {},
                                StateAssignmentOperation.getManagedKeyedStateHandles(saved, share),
                                streams,
                                managedMemory));
    }

    /** Aborts a running restore, which then throws an {@link java.io.IOException}. */
    @Override
    public void close() {
        IOUtils.closeQuietly(streams);
    }
}
