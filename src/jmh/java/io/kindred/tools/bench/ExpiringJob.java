package io.kindred.tools.bench;

import io.kindred.cli.EmbeddedRun;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.flink.operator.FlushTimes;
import io.kindred.flink.operator.ShardCounts;
import io.kindred.flink.topology.JobEnvironment;
import io.kindred.flink.topology.JobGraphBuilder;
import io.kindred.flink.topology.OpenEnd;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.tools.bench.StateSizes.StateSize;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Measures a job in which {@value #EXPIRING_OF_TEN} of ten records expire in one step while new
 * ones come. The records are those of {@link BenchRecords}; half as many again are new. Four runs,
 * each with a new cluster in this process:
 *
 * <ol>
 *   <li>the first records, without retention: what a record costs
 *   <li>the same with retention, of which nothing has expired: what it costs then
 *   <li>from the savepoint of that, the new records: nothing expires
 *   <li>from the same savepoint with a later {@code now}, the new records: the others expire
 * </ol>
 *
 * <p>Then it compares the compacted states of the last two. Compaction here does not forget what
 * {@code forget_deleted_after} lets it: that is what {@code gone-records} and {@code
 * published-gone} hold. Arguments, which may be one text: a folder, which must not exist, the
 * number of the first records, and, if wanted, a field of the job file.
 */
public final class ExpiringJob {

    private static final int EXPIRING_OF_TEN = 4;
    private static final String BEFORE = "2025-06-01";
    private static final String AFTER = "2027-06-01";
    private static final String RETENTION = "    retention: P365D\n";
    private static final String EXPIRING_END = "\",\"end\":\"2026-01-01\"}";

    private final Path folder;
    private final long records;
    private final String fields;

    private ExpiringJob(Path folder, long records, String fields) {
        this.folder = folder;
        this.records = records;
        this.fields = fields;
    }

    public static void main(String[] args) throws Exception {
        String[] parts = String.join(" ", args).split(" ", 3);
        new ExpiringJob(
                        Path.of(parts[0]),
                        Long.parseLong(parts[1]),
                        parts.length > 2 ? parts[2] + "\n" : "")
                .measure();
    }

    /**
     * What a run showed.
     *
     * @param sizes of the compacted states
     */
    private record Figures(
            double perSecond,
            double cpuMicros,
            double longestFlushMs,
            Path savepoint,
            List<StateSize> sizes) {

        long bytes() {
            return sizes.stream().mapToLong(StateSize::bytes).sum();
        }
    }

    private void measure() throws Exception {
        Files.createDirectory(folder);
        write(folder.resolve("first.jsonl"), 0, records);
        write(folder.resolve("new.jsonl"), records, records + records / 2);
        String rules = BenchJob.ontology();
        Files.writeString(folder.resolve("kept.yaml"), rules);
        Files.writeString(
                folder.resolve("retained.yaml"),
                rules.replace("  person:\n", "  person:\n" + RETENTION));
        run("warm", "kept", "new", BEFORE, null, 0);
        Figures kept = run("kept", "kept", "first", BEFORE, null, 0);
        Figures retained = run("retained", "retained", "first", BEFORE, null, 0);
        Figures normal = run("normal", "retained", "new", BEFORE, retained.savepoint(), 0);
        Figures expiring =
                run(
                        "expiring",
                        "retained",
                        "new",
                        AFTER,
                        retained.savepoint(),
                        records * EXPIRING_OF_TEN / 10);
        System.out.printf(
                "a record costs %.3f times as much processor time with retention; new records are %.2f"
                        + " times as fast while others expire; the state of the first records is"
                        + " %.1f %% smaller afterwards%n",
                retained.cpuMicros() / kept.cpuMicros(),
                expiring.perSecond() / normal.perSecond(),
                100.0 * (normal.bytes() - expiring.bytes()) / retained.bytes());
        Map<String, Long> before = byName(normal.sizes());
        Map<String, Long> after = byName(expiring.sizes());
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            System.out.printf(
                    "%s: %,d bytes, %,d if others expired%n",
                    name, before.getOrDefault(name, 0L), after.getOrDefault(name, 0L));
        }
    }

    private static Map<String, Long> byName(List<StateSize> sizes) {
        return sizes.stream()
                .collect(
                        Collectors.toMap(
                                each -> each.operator() + " " + each.state(), StateSize::bytes));
    }

    private void write(Path file, long from, long to) throws IOException {
        BenchRecords generated = new BenchRecords(new RecordSettings(to, 0.1, 0.01, 0, 1));
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (long number = from; number < to; number++) {
                StringBuilder line = new StringBuilder();
                BenchData.append(
                        line,
                        BenchData.SOURCES.get((int) (number % BenchData.SOURCES.size())),
                        generated.get(number));
                String text = line.toString();
                out.write(
                        number < records && number % 10 < EXPIRING_OF_TEN
                                ? text.replace("\"}", EXPIRING_END)
                                : text);
            }
        }
    }

    private Figures run(
            String name,
            String ontology,
            String source,
            String now,
            @Nullable Path savepoint,
            long expiring)
            throws Exception {
        Path run = Files.createDirectory(folder.resolve(name));
        JobConfig config = JobConfigReader.read(jobFile(run, ontology, source, now));
        Configuration options = EmbeddedRun.options(config, OptionalInt.of(2), run);
        options.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.parse("1536m"));
        options.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
        if (savepoint != null) {
            options.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint.toUri().toString());
        }
        ClusterMetrics metrics = new ClusterMetrics();
        try (MiniCluster cluster =
                metrics.cluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(options)
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(2)
                                .withRandomPorts()
                                .build())) {
            StreamExecutionEnvironment env =
                    StreamExecutionEnvironment.getExecutionEnvironment(options);
            JobEnvironment.configure(env, config);
            JobGraphBuilder.build(env, config, OpenEnd.unlimited());
            cluster.start();
            JobID job = cluster.submitJob(env.getStreamGraph()).get().getJobID();
            CompletableFuture<JobResult> result = cluster.requestJobResult(job);
            // Counts are state.
            long before = savepoint == null ? 0 : records;
            await(metrics, result, Count.ACCEPTED, before + 1);
            long start = System.nanoTime();
            double cpu = ProcessFigures.cpuSeconds();
            long taken = source.equals("new") ? records / 2 : records;
            await(metrics, result, Count.ACCEPTED, before + taken);
            double seconds = (System.nanoTime() - start) / 1e9;
            double cpuMicros = (ProcessFigures.cpuSeconds() - cpu) * 1e6 / taken;
            long expiredMeanwhile = metrics.sum(ShardCounts.name(Count.EXPIRED_RECORDS));
            await(metrics, result, Count.EXPIRED_RECORDS, expiring);
            double allSeconds = (System.nanoTime() - start) / 1e9;
            double longest = metrics.values(FlushTimes.MAX_MS).max().orElse(0);
            Path saved =
                    Path.of(
                            URI.create(
                                    cluster.stopWithSavepoint(
                                                    job,
                                                    run.resolve("saved").toUri().toString(),
                                                    false,
                                                    SavepointFormatType.NATIVE)
                                            .get()));
            List<StateSize> sizes = StateSizes.of(saved, run.resolve("compacted")).compacted();
            Figures figures = new Figures(taken / seconds, cpuMicros, longest, saved, sizes);
            System.out.printf(
                    "%s: %,d records, %,.0f records/s, %.1f µs of processor time a record, longest flush"
                            + " %,.0f ms, %,d bytes of state; %,d of %,d expired meanwhile, all in %.1f s%n",
                    name,
                    taken,
                    figures.perSecond(),
                    cpuMicros,
                    longest,
                    figures.bytes(),
                    expiredMeanwhile,
                    expiring,
                    allSeconds);
            return figures;
        }
    }

    private static void await(
            ClusterMetrics metrics, CompletableFuture<JobResult> result, Count count, long least)
            throws Exception {
        while (metrics.sum(ShardCounts.name(count)) < least) {
            if (result.isDone()) {
                throw new IllegalStateException("the job ended: " + result.get());
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private Path jobFile(Path run, String ontology, String source, String now) throws IOException {
        StringBuilder job = new StringBuilder("name: expiring\noutput: changelog\n");
        job.append("ontology: ../").append(ontology).append(".yaml\n");
        job.append("now: ").append(now).append('\n').append(fields);
        job.append("sources:\n  - {name: ").append(source);
        job.append(", type: files, format: record, path: ../").append(source).append(".jsonl}\n");
        job.append("sinks:\n");
        for (String output : List.of("entities", "assignments", "conflicts", "generic_keys")) {
            job.append("  ").append(output).append(": {type: files, path: out/").append(output);
            job.append("}\n");
        }
        return Files.writeString(run.resolve("job.yaml"), job);
    }
}
