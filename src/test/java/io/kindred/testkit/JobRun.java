package io.kindred.testkit;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.operator.JobCounts;
import io.kindred.flink.topology.JobEnvironment;
import io.kindred.flink.topology.JobGraphBuilder;
import io.kindred.flink.topology.OutputFolders;
import io.kindred.storage.shard.ShardMeta.Count;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.util.Map;

/**
 * A job that ran to its end.
 *
 * @param outputs what it wrote
 * @param accumulators what it counted
 */
public record JobRun(FoldedOutputs outputs, Map<String, Object> accumulators) {

    /**
     * Runs a job on the cluster of the test, with its state in RocksDB. It is built as the commands
     * build it, and fails at the first failure.
     */
    public static JobRun of(TestJob folder, int parallelism) throws Exception {
        return of(folder.config(), parallelism);
    }

    /** The same of any job file. */
    public static JobRun of(JobConfig config, int parallelism) throws Exception {
        StreamExecutionEnvironment env = environment(config, parallelism);
        JobGraphBuilder.build(env, config);
        OutputFolders.prepare(env, config, false);
        Map<String, Object> accumulators = env.execute(config.name()).getAllAccumulatorResults();
        return new JobRun(FoldedOutputs.read(config), accumulators);
    }

    /** What a job has written so far. */
    public static FoldedOutputs outputs(TestJob folder) {
        return FoldedOutputs.read(folder.config());
    }

    /** An environment that is set up for a job that fails at the first failure. */
    public static StreamExecutionEnvironment environment(JobConfig config, int parallelism) {
        Configuration given = new Configuration();
        given.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
        return environment(config, parallelism, given);
    }

    /**
     * An environment that is set up for a job.
     *
     * @param given goes before what the job file says
     */
    public static StreamExecutionEnvironment environment(
            JobConfig config, int parallelism, Configuration given) {
        Configuration options = new Configuration(given);
        options.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(options);
        env.setParallelism(parallelism);
        JobEnvironment.configure(env, config);
        if (!"rocksdb".equals(env.getConfiguration().get(StateBackendOptions.STATE_BACKEND))) {
            throw new AssertionError("the state is not in RocksDB");
        }
        return env;
    }

    public long read() {
        return counts().read();
    }

    public long deadLetters() {
        return counts().deadLetters();
    }

    public long count(Count count) {
        return counts().get(count);
    }

    private JobCounts counts() {
        return new JobCounts(accumulators);
    }
}
