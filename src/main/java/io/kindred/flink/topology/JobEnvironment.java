package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.state.ShardDatabaseOptions;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.rocksdb.CompressionType;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Configures an environment for a job. Options that the cluster or the caller has set take
 * precedence over the job file's Flink options, and those over Kindred's defaults. Options that
 * correctness depends on are fixed.
 */
public final class JobEnvironment {

    private static final Duration CHECKPOINT_TIMEOUT = Duration.ofHours(2);
    private static final int TOLERABLE_CHECKPOINT_FAILURES = 10;

    private static final double HIGH_PRIORITY_POOL_RATIO = 0.5;

    private JobEnvironment() {}

    /**
     * Checks the job file's Flink options. Only needed if they are used before {@link #configure}.
     *
     * @throws InvalidConfigException if the name or value of an option is wrong
     */
    public static void check(JobConfig config) {
        FlinkOptionsCheck.check(config);
    }

    /**
     * Configures the environment for the job.
     *
     * @throws InvalidConfigException if the job file has an option whose name or value is wrong
     */
    public static void configure(StreamExecutionEnvironment env, JobConfig config) {
        check(config);
        Configuration given = new Configuration((Configuration) env.getConfiguration());
        Map<String, String> options = new HashMap<>(defaults(config));
        options.putAll(config.flinkOptions());
        options.keySet().removeIf(given::containsKey);
        options.putAll(fixed(config));
        env.configure(Configuration.fromMap(options));
    }

    private static Map<String, String> defaults(JobConfig config) {
        Configuration defaults = new Configuration();
        defaults.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        defaults.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        defaults.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, config.checkpointInterval());
        // A job that fails for good, such as for lost messages, must keep the state to restore
        // from.
        defaults.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        defaults.addAll(rocksDb());
        // The end of a large bounded job emits its last rows in one step, which blocks barriers.
        defaults.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, CHECKPOINT_TIMEOUT);
        defaults.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, TOLERABLE_CHECKPOINT_FAILURES);
        return defaults.toMap();
    }

    /** The RocksDB options, the same as in conf/config.yaml, which gives the reasons. */
    static Configuration rocksDb() {
        Configuration options = new Configuration();
        options.set(RocksDBOptions.USE_PARTITIONED_INDEX_FILTERS, true);
        options.set(RocksDBOptions.HIGH_PRIORITY_POOL_RATIO, HIGH_PRIORITY_POOL_RATIO);
        options.set(RocksDBOptions.OPTIONS_FACTORY, ShardDatabaseOptions.class.getName());
        options.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, true);
        options.set(
                RocksDBConfigurableOptions.COMPRESSION_PER_LEVEL,
                List.of(
                        CompressionType.NO_COMPRESSION,
                        CompressionType.NO_COMPRESSION,
                        CompressionType.LZ4_COMPRESSION,
                        CompressionType.LZ4_COMPRESSION,
                        CompressionType.LZ4_COMPRESSION,
                        CompressionType.LZ4_COMPRESSION,
                        CompressionType.LZ4_COMPRESSION));
        return options;
    }

    /**
     * Options that nobody may change. Otherwise state would be lost or be serialized without
     * versions, or a batch run would lack the checkpoints and the order that operators rely on.
     */
    private static Map<String, String> fixed(JobConfig config) {
        Configuration fixed = new Configuration();
        fixed.set(PipelineOptions.NAME, config.name());
        fixed.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        fixed.set(PipelineOptions.GENERIC_TYPES, false);
        fixed.set(PipelineOptions.OBJECT_REUSE, true);
        fixed.set(PipelineOptions.MAX_PARALLELISM, JobGraphBuilder.KEY_GROUPS);
        fixed.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.STREAMING);
        return fixed.toMap();
    }
}
