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
 * A bounded source of what the state of an operator of an earlier job holds. It is an operator
 * since only that has the task's resources, which the state is restored with. State: none, so that
 * nothing of it is in a savepoint, and a job without it goes on from there.
 *
 * @param <T> the output
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

    /** Reads the state. */
    public interface Reader<T> extends SourceFunction<T> {

        /** Where the state is restored; before it is run. */
        void open(RestoredKeys keys);
    }

    /**
     * Adds the source to a job.
     *
     * @param options of RocksDB
     * @return a stream without a uid
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
