package io.kindred.cli;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.connector.StoredBytes;
import io.kindred.flink.jdbc.PostgresStart;
import io.kindred.flink.kafka.KafkaStart;
import io.kindred.flink.operator.JobCounts;
import io.kindred.flink.topology.InputSize;
import io.kindred.flink.topology.JobEnvironment;
import io.kindred.flink.topology.JobGraphBuilder;
import io.kindred.flink.topology.OutputFolders;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Runs a job in this process, with RocksDB state in a temporary folder. */
public final class EmbeddedRun {

    private static final int MAX_PARALLELISM = 4;

    /** How long a run waits for a broker, which may just be starting. */
    static final Duration BROKER_PATIENCE = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRun.class);

    private final JobConfig config;
    private final OptionalInt parallelism;
    private final boolean overwrite;

    EmbeddedRun(JobConfig config, OptionalInt parallelism, boolean overwrite) {
        this.config = config;
        this.parallelism = parallelism;
        this.overwrite = overwrite;
    }

    /**
     * Runs the job to its end.
     *
     * @param warnings called before the start with what is probably not meant
     * @throws JobFailedException if it fails
     * @throws io.kindred.codec.InvalidConfigException if the job file is invalid
     */
    RunSummary run(Progress progress, Consumer<String> warnings)
            throws IOException, InterruptedException, JobFailedException {
        JobEnvironment.check(config);
        KafkaStart.check(config, BROKER_PATIENCE);
        PostgresStart.prepare(config);
        try (ScratchFolder folder = new ScratchFolder();
                StoredBytes bytes = new StoredBytes()) {
            Configuration options = options(config, parallelism, folder.path());
            bytes.countIn(options);
            StreamExecutionEnvironment env =
                    StreamExecutionEnvironment.createLocalEnvironment(options);
            JobEnvironment.configure(env, config);
            List<String> found = JobGraphBuilder.build(env, config);
            OutputFolders.prepare(env, config, overwrite);
            found.forEach(warnings);
            return run(env, progress, bytes);
        } finally {
            progress.end();
        }
    }

    private RunSummary run(StreamExecutionEnvironment env, Progress progress, StoredBytes bytes)
            throws InterruptedException, JobFailedException {
        OptionalLong size = InputSize.of(config);
        long messages = size.isPresent() ? 0 : InputSize.messages(config).orElse(0);
        long start = System.nanoTime();
        try {
            Consumer<JobCounts> shown =
                    counts ->
                            progress.show(
                                    counts,
                                    size.isPresent()
                                            ? new Progress.Amount(bytes.read(), size.getAsLong())
                                            : new Progress.Amount(counts.read(), messages),
                                    since(start));
            JobCounts done = counts(env.executeAsync(config.name()), shown);
            shown.accept(done);
            return new RunSummary(config, done, since(start));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.warn("job '{}' failed", config.name(), e);
            throw new JobFailedException(config.name(), e);
        }
    }

    /** Waits for the end of a job; shows its counts every second. */
    static JobCounts counts(JobClient client, Consumer<JobCounts> shown) throws Exception {
        CompletableFuture<JobExecutionResult> result = client.getJobExecutionResult();
        while (true) {
            try {
                JobExecutionResult done = result.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
                return new JobCounts(done.getAllAccumulatorResults());
            } catch (TimeoutException e) {
                shown.accept(counts(client));
            }
        }
    }

    /** The current counts; empty while the job starts or ends. */
    private static JobCounts counts(JobClient client) throws InterruptedException {
        try {
            return new JobCounts(client.getAccumulators().get());
        } catch (ExecutionException | IllegalStateException e) {
            return new JobCounts(Map.of());
        }
    }

    /**
     * The Flink options of a job that runs in this process.
     *
     * @param parallelism overrides the job file and the default
     * @param folder the folder of all temporary files
     */
    public static Configuration options(JobConfig config, OptionalInt parallelism, Path folder) {
        Configuration defaults = new Configuration();
        defaults.set(
                CoreOptions.DEFAULT_PARALLELISM,
                Math.min(MAX_PARALLELISM, Runtime.getRuntime().availableProcessors()));
        defaults.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(512));
        defaults.set(CoreOptions.TMP_DIRS, folder.toString());
        defaults.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        // An embedded run fails at once: retrying forever would hide the failure.
        defaults.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
        defaults.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, POLL);
        Map<String, String> options = new HashMap<>(defaults.toMap());
        options.putAll(config.flinkOptions());
        Configuration configuration = Configuration.fromMap(options);
        parallelism.ifPresent(wanted -> configuration.set(CoreOptions.DEFAULT_PARALLELISM, wanted));
        configuration.set(
                TaskManagerOptions.NUM_TASK_SLOTS,
                configuration.get(CoreOptions.DEFAULT_PARALLELISM));
        return configuration;
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
