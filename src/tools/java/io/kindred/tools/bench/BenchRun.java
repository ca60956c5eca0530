package io.kindred.tools.bench;

import io.kindred.cli.EmbeddedRun;
import io.kindred.cli.JobFailedException;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.flink.operator.DecodeFunction;
import io.kindred.flink.operator.FlushTimes;
import io.kindred.flink.operator.ShardCounts;
import io.kindred.flink.topology.JobEnvironment;
import io.kindred.flink.topology.JobGraphBuilder;
import io.kindred.flink.topology.OpenEnd;
import io.kindred.flink.topology.Operators;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.tools.bench.RunReport.Flushes;
import io.kindred.tools.bench.RunReport.Memory;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs the whole job once in this process and measures it. The job is that of {@code resolve} with
 * one difference: it does not end by itself, but is stopped with a savepoint when all records are
 * resolved.
 */
public final class BenchRun {

    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration PROGRESS = Duration.ofSeconds(5);
    // Few compared with the records, and enough for percentiles after a minute.
    private static final Duration LATENCY_INTERVAL = Duration.ofMillis(100);
    // The latest ones of each source and subtask.
    private static final int LATENCY_SAMPLES = 5000;
    private static final int CHECKPOINTS = 10_000;

    private final RecordSettings recordSettings;
    private final RunSettings settings;
    private final BenchData data;
    private final Path folder;
    private final PrintWriter err;
    private final ClusterMetrics metrics = new ClusterMetrics();
    private final Milestones milestones;
    private final List<Long> heapAfter = new ArrayList<>();

    /**
     * @param data the parent folder of the records, which are generated if missing
     * @param folder an empty folder for outputs, checkpoints and the savepoint
     * @param err receives progress messages
     */
    public BenchRun(
            RecordSettings recordSettings,
            RunSettings settings,
            Path data,
            Path folder,
            PrintWriter err) {
        this.recordSettings = recordSettings;
        this.settings = settings;
        this.data = new BenchData(data, recordSettings);
        this.folder = folder;
        this.err = err;
        this.milestones = new Milestones(recordSettings.records());
    }

    /**
     * Generates the records if they are missing, runs the job, and measures it.
     *
     * @throws IOException if a folder cannot be used
     * @throws JobFailedException if the job fails
     * @throws io.kindred.codec.InvalidConfigException if a setting is not valid in a job file
     */
    RunReport run() throws IOException, InterruptedException, JobFailedException {
        generateRecords();
        Path jobFile = folder.resolve("job.yaml");
        Files.writeString(
                jobFile,
                BenchJob.jobFile(
                        data.folder(),
                        folder.resolve("out"),
                        settings.output().name().toLowerCase(Locale.ROOT),
                        settings.fields()));
        JobConfig config = JobConfigReader.read(jobFile);
        JobEnvironment.check(config);
        ProcessFigures.resetPeak();
        try (MiniCluster cluster = cluster(config)) {
            StreamExecutionEnvironment env =
                    StreamExecutionEnvironment.getExecutionEnvironment(options(config));
            JobEnvironment.configure(env, config);
            JobGraphBuilder.build(env, config, rateLimit(config));
            cluster.start();
            return run(config, env, cluster);
        } catch (InterruptedException | IOException | JobFailedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new JobFailedException(config.name(), e);
        }
    }

    private void generateRecords() throws IOException {
        if (data.isComplete()) {
            return;
        }
        err.printf(
                Locale.ROOT,
                "generating %,d records in %s%n",
                recordSettings.records(),
                data.folder());
        err.flush();
        data.generate();
    }

    private MiniCluster cluster(JobConfig config) {
        Configuration options = options(config);
        return metrics.cluster(
                new MiniClusterConfiguration.Builder()
                        .setConfiguration(options)
                        .setNumTaskManagers(1)
                        .setNumSlotsPerTaskManager(options.get(TaskManagerOptions.NUM_TASK_SLOTS))
                        .withRandomPorts()
                        .build());
    }

    private Configuration options(JobConfig config) {
        OptionalInt parallelism =
                settings.parallelism() == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(settings.parallelism());
        Configuration options = EmbeddedRun.options(config, parallelism, folder);
        options.set(
                StateBackendOptions.STATE_BACKEND,
                settings.backend().name().toLowerCase(Locale.ROOT));
        if (settings.managed() != null) {
            options.set(
                    TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.parse(settings.managed()));
        }
        options.set(MetricOptions.LATENCY_INTERVAL, LATENCY_INTERVAL);
        options.set(MetricOptions.LATENCY_SOURCE_GRANULARITY, "operator");
        options.set(MetricOptions.LATENCY_HISTORY_SIZE, LATENCY_SAMPLES);
        options.set(WebOptions.CHECKPOINTS_HISTORY_SIZE, CHECKPOINTS);
        return options;
    }

    /**
     * Splits the rate evenly among the sources. Each source is one file, which one subtask reads.
     */
    private OpenEnd rateLimit(JobConfig config) {
        return settings.rate() == null
                ? OpenEnd.unlimited()
                : OpenEnd.limited(settings.rate() / config.sources().size());
    }

    private RunReport run(JobConfig config, StreamExecutionEnvironment env, MiniCluster cluster)
            throws Exception {
        JobID job = cluster.submitJob(env.getStreamGraph()).get().getJobID();
        CompletableFuture<JobResult> result = cluster.requestJobResult(job);
        awaitStart(config, result);
        double cpuBefore = ProcessFigures.cpuSeconds();
        awaitRecords(config, result);
        double cpu = ProcessFigures.cpuSeconds() - cpuBefore;
        long stopping = System.nanoTime();
        Path savepoint =
                Path.of(
                        URI.create(
                                cluster.stopWithSavepoint(
                                                job,
                                                folder.resolve("savepoints").toUri().toString(),
                                                false,
                                                SavepointFormatType.NATIVE)
                                        .get()));
        long savepointMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - stopping);
        result.get();
        return report(
                config,
                cpu,
                Objects.requireNonNullElseGet(
                        cluster.getExecutionGraph(job).get().getCheckpointStatsSnapshot(),
                        CheckpointStatsSnapshot::empty),
                savepoint,
                savepointMs);
    }

    private void awaitStart(JobConfig config, CompletableFuture<JobResult> result)
            throws Exception {
        while (!metrics.has(ShardCounts.name(Count.ACCEPTED))) {
            checkAndSleep(config, result);
        }
    }

    /**
     * Waits until the shards have accepted and flushed all records, according to their counters.
     */
    private void awaitRecords(JobConfig config, CompletableFuture<JobResult> result)
            throws Exception {
        long start = System.nanoTime();
        long nextProgress = PROGRESS.toNanos();
        long paused = 0;
        long accepted = 0;
        while (accepted < recordSettings.records()) {
            checkAndSleep(config, result);
            accepted = metrics.sum(ShardCounts.name(Count.ACCEPTED));
            long elapsed = System.nanoTime() - start - paused;
            if (milestones.addCount(accepted, elapsed)) {
                // The collection stops all threads, so its time is not counted.
                long before = System.nanoTime();
                long used = ProcessFigures.heapAfterGc();
                paused += System.nanoTime() - before;
                while (heapAfter.size() < milestones.windowsDone()) {
                    heapAfter.add(used);
                }
            }
            if (elapsed >= nextProgress) {
                nextProgress = elapsed + PROGRESS.toNanos();
                progress(accepted, elapsed);
            }
        }
    }

    private void progress(long accepted, long elapsed) {
        double seconds = (double) elapsed / TimeUnit.SECONDS.toNanos(1);
        err.printf(
                Locale.ROOT,
                "%,d of %,d records resolved (%,.0f/s), %,.0f s%n",
                accepted,
                recordSettings.records(),
                accepted / seconds,
                seconds);
        err.flush();
    }

    /** Sleeps for a moment. Fails if the job has ended or an input has become a dead letter. */
    private void checkAndSleep(JobConfig config, CompletableFuture<JobResult> result)
            throws Exception {
        if (result.isDone()) {
            JobResult ended = result.get();
            throw new JobFailedException(
                    config.name(),
                    ended.getSerializedThrowable()
                            .map(cause -> cause.deserializeError(getClass().getClassLoader()))
                            .orElseGet(() -> new IllegalStateException("it ended by itself")));
        }
        long dead = metrics.sum(DecodeFunction.DEAD_LETTERS_COUNT);
        if (dead > 0) {
            throw new IOException(
                    data.folder()
                            + " contains invalid records; remove the folder to generate it again");
        }
        TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
    }

    private RunReport report(
            JobConfig config,
            double cpuSeconds,
            CheckpointStatsSnapshot checkpoints,
            Path savepoint,
            long savepointMs)
            throws IOException {
        StateSizes sizes = StateSizes.of(savepoint, folder.resolve("compacted"));
        String endless = sizes.operatorId(Operators.ENDLESS).orElse("");
        String publish = sizes.operatorId(Operators.PUBLISH).orElse("");
        Map<String, Long> counts = new TreeMap<>();
        for (Count count : Count.values()) {
            counts.put(count.name().toLowerCase(Locale.ROOT), metrics.sum(ShardCounts.name(count)));
        }
        Long peak = ProcessFigures.peakResidentBytes();
        long records = recordSettings.records();
        return new RunReport(
                recordSettings,
                settings,
                data.folder().toString(),
                metrics.sum(ShardCounts.name(Count.ACCEPTED)),
                milestones.seconds(),
                records / milestones.seconds(),
                cpuSeconds,
                milestones.windows(heapAfter),
                milestones.lastToSecond(),
                Latency.of(metrics.latencies(publish, source -> !source.equals(endless))),
                new Flushes(
                        metrics.sum(FlushTimes.COUNT),
                        metrics.values(FlushTimes.MAX_MS).max().orElse(0),
                        metrics.values(FlushTimes.TOTAL_MS).sum()),
                RunReport.State.of(sizes.compacted(), records),
                new Memory(Collections.max(heapAfter), peak),
                CheckpointFigures.of(checkpoints, savepointMs),
                metrics.accesses(),
                counts);
    }
}
