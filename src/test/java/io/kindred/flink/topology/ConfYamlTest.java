package io.kindred.flink.topology;

import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The configuration for clusters, as Flink reads it. */
class ConfYamlTest {

    private final Configuration conf = GlobalConfiguration.loadConfiguration("conf");

    /** Anyone who reaches a port can run code on the cluster. */
    @Test
    void listensOnThisMachineOnly() {
        assertThat(
                        List.of(
                                conf.get(JobManagerOptions.ADDRESS),
                                conf.get(JobManagerOptions.BIND_HOST),
                                conf.get(TaskManagerOptions.HOST),
                                conf.get(TaskManagerOptions.BIND_HOST),
                                conf.get(RestOptions.ADDRESS),
                                conf.get(RestOptions.BIND_ADDRESS)))
                .containsOnly("localhost");
    }

    @Test
    void keepsStateInRocksDb() {
        assertThat(conf.get(StateBackendOptions.STATE_BACKEND)).isEqualTo("rocksdb");
        assertThat(conf.get(RocksDBConfigurableOptions.USE_BLOOM_FILTER)).isTrue();
        assertThat(conf.get(TaskManagerOptions.MANAGED_MEMORY_FRACTION)).isEqualTo(0.5f);
    }

    @Test
    void keepsCheckpointsOfCancelledJobs() {
        assertThat(conf.get(CheckpointingOptions.CHECKPOINT_STORAGE)).isEqualTo("filesystem");
        assertThat(conf.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY)).startsWith("file:///");
        assertThat(conf.get(CheckpointingOptions.SAVEPOINT_DIRECTORY)).startsWith("file:///");
        assertThat(conf.get(CheckpointingOptions.INCREMENTAL_CHECKPOINTS)).isTrue();
        assertThat(conf.get(CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION))
                .isEqualTo(ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        assertThat(conf.get(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS))
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(conf.get(CheckpointingOptions.CHECKPOINTING_TIMEOUT))
                .isEqualTo(Duration.ofHours(2));
        assertThat(conf.get(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER)).isEqualTo(10);
        assertThat(conf.get(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS)).isEqualTo(2);
    }

    @Test
    void restartsFailedJobsAndGivesUpOnHopelessOnes() {
        assertThat(conf.get(RestartStrategyOptions.RESTART_STRATEGY))
                .isEqualTo("exponential-delay");
        assertThat(
                        conf.get(
                                RestartStrategyOptions
                                        .RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF))
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(conf.get(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF))
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(
                        conf.get(
                                RestartStrategyOptions
                                        .RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD))
                .isEqualTo(Duration.ofMinutes(10));
        assertThat(
                        conf.get(
                                RestartStrategyOptions
                                        .RESTART_STRATEGY_EXPONENTIAL_DELAY_BACKOFF_MULTIPLIER))
                .isEqualTo(2.0);
        assertThat(conf.get(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS))
                .isEqualTo(20);
    }

    @Test
    void laysTheClusterOut() {
        assertThat(conf.get(JobManagerOptions.ADDRESS)).isEqualTo("localhost");
        assertThat(conf.get(JobManagerOptions.PORT)).isEqualTo(6123);
        assertThat(conf.get(JobManagerOptions.TOTAL_PROCESS_MEMORY))
                .isEqualTo(MemorySize.ofMebiBytes(1600));
        assertThat(conf.get(TaskManagerOptions.TOTAL_PROCESS_MEMORY))
                .isEqualTo(MemorySize.ofMebiBytes(4096));
        assertThat(conf.get(TaskManagerOptions.NUM_TASK_SLOTS)).isEqualTo(2);
        assertThat(conf.get(TaskManagerOptions.TASK_MANAGER_LOAD_BALANCE_MODE))
                .isEqualTo(TaskManagerOptions.TaskManagerLoadBalanceMode.SLOTS);
        assertThat(conf.get(RestOptions.PORT)).isEqualTo(8081);
        assertThat(conf.get(RestOptions.BIND_ADDRESS)).isEqualTo("localhost");
    }

    @Test
    void setsRocksDbUpAsJobsDoWhereAClusterDoesNot() {
        Configuration ofJobs = JobEnvironment.rocksDb();
        List<ConfigOption<?>> options =
                List.of(
                        RocksDBOptions.USE_PARTITIONED_INDEX_FILTERS,
                        RocksDBOptions.HIGH_PRIORITY_POOL_RATIO,
                        RocksDBConfigurableOptions.USE_BLOOM_FILTER,
                        RocksDBConfigurableOptions.COMPRESSION_PER_LEVEL);
        assertThat(ofJobs.keySet())
                .hasSize(options.size() + 1)
                .contains(RocksDBOptions.OPTIONS_FACTORY.key());
        assertThat(options)
                .allSatisfy(option -> assertThat(conf.get(option)).isEqualTo(ofJobs.get(option)));
    }

    @Test
    void opensTheJdkAsEmbeddedRunsDo() throws IOException {
        assertThat(conf.get(CoreOptions.FLINK_JVM_OPTIONS).split(" "))
                .containsExactlyElementsOf(Files.readAllLines(Path.of("conf/jvm.args")));
    }

    @Test
    void leavesToTheJobFileWhatItDecides() {
        assertThat(conf.contains(CheckpointingOptions.CHECKPOINTING_INTERVAL)).isFalse();
        assertThat(conf.contains(CoreOptions.DEFAULT_PARALLELISM)).isFalse();
    }
}
