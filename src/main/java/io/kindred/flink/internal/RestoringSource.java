package io.kindred.flink.internal;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.memory.ManagedMemoryUseCase;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.source.legacy.SourceFunction;
import org.apache.flink.streaming.api.operators.StreamSource;

/**
 * A bounded source that reads the state of an operator of an earlier job. It is an operator because
 * restoring needs the resources of the task. It keeps no state, so it leaves nothing in a
 * savepoint, and a job without it can restore that savepoint.
 *
 * @param <T> the output type
 */
public final class RestoringSource<T> extends StreamSource<T, RestoringSource.Reader<T>> {

    private static final long serialVersionUID = 1L;

    private final SavedOperator saved;
    private final Configuration options;

    private RestoringSource(Reader<T> reader, SavedOperator saved, Configuration options) {
        super(reader);
        this.saved = saved;
        this.options = options;
    }

    /** Reads the restored state. */
    public interface Reader<T> extends SourceFunction<T> {

        /** Receives the state; called before {@link #run}. */
        void open(RestoredKeys keys);
    }

    /**
     * Adds the source to a job.
     *
     * @param options the options of RocksDB
     * @return a stream without uid
     */
    public static <T> DataStreamSource<T> add(
            StreamExecutionEnvironment env,
            String name,
            TypeInformation<T> type,
            Reader<T> reader,
            SavedOperator saved,
            Configuration options) {
        DataStreamSource<T> source =
                new DataStreamSource<>(
                        env,
                        type,
                        new RestoringSource<>(reader, saved, options),
                        true,
                        name,
                        Boundedness.BOUNDED);
        source.getTransformation()
                .declareManagedMemoryUseCaseAtSlotScope(ManagedMemoryUseCase.STATE_BACKEND);
        return source;
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
                new RestoredKeys(
                        environment, saved.state(), options, managedMemory, getMetricGroup()));
    }
}
