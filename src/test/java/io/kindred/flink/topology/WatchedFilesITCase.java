package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.codec.OntologyReader;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.internal.SavedMetadata;
import io.kindred.flink.operator.JobCounts;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ExtendWith(SharedCluster.class)
class WatchedFilesITCase {

    private static final long SEED = 71;
    private static final int VERSIONS = 1000;
    private static final int FILES = 10;
    private static final long MOST_MS = 120_000;

    @TempDir private Path folder;

    private final List<SourceRecord> records = CollidingPeople.versions(SEED, VERSIONS);
    private TestJob job;
    private int files;

    @BeforeEach
    void writeJob() {
        job =
                new TestJob(folder.resolve("job"), CollidingPeople.ONTOLOGY)
                        .with("batch", Map.of("records", 7, "interval_ms", 50))
                        .with("checkpoint_interval_ms", 30)
                        .restarting()
                        .lines("in/.hidden", List.of());
    }

    @Test
    void everyFileIsReadOnceThroughFailuresAndARestore() throws Exception {
        watch("100ms");
        addFiles(2);
        String savepoint;
        try (Disturbance failures = new Disturbance("watched", SEED, 2)) {
            JobClient client = start(new Configuration(), 2, failures);
            addFiles(3);
            awaitInputs(client);
            addFiles(2);
            awaitInputs(client);
            assertThat(failures.failuresLeft()).isZero();
            savepoint = stop(client, false);
        }
        addFiles(1);
        Configuration restored = new Configuration();
        restored.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        try (Disturbance none = new Disturbance("none", 0, 0)) {
            JobClient client = start(restored, 3, none);
            addFiles(2);
            awaitInputs(client);
            stop(client, true);
        }

        assertThat(files).isEqualTo(FILES);
        assertThat(JobRun.outputs(job).result())
                .isEqualTo(
                        new Oracle(
                                        OntologyReader.read(
                                                "ontology.yaml", CollidingPeople.ONTOLOGY),
                                        Timeline.INTEGER,
                                        records)
                                .result());
    }

    @Test
    void aSourceThatHadEndedCannotWatch() throws Exception {
        addFiles(1);
        Map<String, Object> going =
                Map.of("name", "on", "format", "record", "path", "later", "watch", "1s");
        Files.createDirectories(job.path().resolve("later"));
        job.source(Map.of("name", "ended", "format", "record", "path", "in")).source(going);
        String savepoint;
        try (Disturbance none = new Disturbance("none", 0, 0)) {
            JobClient client = start(new Configuration(), 2, none);
            awaitInputs(client);
            savepoint = savepointAfterEnd(client, "ended");
            client.cancel().get();
        }
        TestJob changed =
                new TestJob(folder.resolve("job"), CollidingPeople.ONTOLOGY)
                        .source(
                                Map.of(
                                        "name", "ended",
                                        "format", "record",
                                        "path", "in",
                                        "watch", "1s"))
                        .source(going);
        Configuration restored = new Configuration();
        restored.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        JobConfig config = changed.config();
        StreamExecutionEnvironment env = JobRun.environment(config, 2, restored);

        assertThatThrownBy(() -> JobGraphBuilder.build(env, config))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("sources[0].watch: the source had ended in the state in ");
    }

    private void watch(String interval) {
        job.source(Map.of("format", "record", "path", "in", "watch", interval));
    }

    private JobClient start(Configuration given, int parallelism, Disturbance disturbance)
            throws Exception {
        JobConfig config = job.config();
        StreamExecutionEnvironment env = JobRun.environment(config, parallelism, given);
        JobGraphBuilder.build(env, config, disturbance::disturb);
        return env.executeAsync(config.name());
    }

    /** Writes each file elsewhere and gives it its name when it is complete. */
    private void addFiles(int more) throws IOException {
        int size = VERSIONS / FILES;
        for (int i = 0; i < more; i++) {
            String name = String.format("part%02d.jsonl", files);
            job.lines(
                    "being-written",
                    records.subList(files * size, (files + 1) * size).stream()
                            .map(RecordJson::line)
                            .toList());
            Files.move(job.path().resolve("being-written"), job.path().resolve("in/" + name));
            files++;
        }
    }

    /** Waits until the inputs of all files were processed; that they were once, too. */
    private void awaitInputs(JobClient client) throws Exception {
        long expected = (long) files * VERSIONS / FILES;
        long deadline = System.currentTimeMillis() + MOST_MS;
        long inputs = 0;
        while (inputs < expected) {
            assertThat(System.currentTimeMillis()).as("%d inputs", inputs).isLessThan(deadline);
            assertThat(client.getJobExecutionResult()).isNotDone();
            Thread.sleep(20);
            inputs = inputs(client);
        }
        assertThat(inputs).isEqualTo(expected);
    }

    private static long inputs(JobClient client) throws InterruptedException {
        try {
            JobCounts counts = new JobCounts(client.getAccumulators().get());
            return Stream.of(Count.ACCEPTED, Count.REPLAYED, Count.OUTDATED)
                    .mapToLong(counts::get)
                    .sum();
        } catch (ExecutionException e) {
            return 0;
        }
    }

    private String stop(JobClient client, boolean drain) throws Exception {
        return client.stopWithSavepoint(drain, savepoints(), SavepointFormatType.NATIVE).get();
    }

    /** A savepoint fails if a task ends meanwhile. */
    private String savepointAfterEnd(JobClient client, String source) throws Exception {
        while (true) {
            try {
                String savepoint =
                        client.triggerSavepoint(savepoints(), SavepointFormatType.NATIVE).get();
                if (SavedMetadata.read(savepoint)
                        .operator(Operators.source(source))
                        .orElseThrow()
                        .hasBegunToEnd()) {
                    return savepoint;
                }
            } catch (ExecutionException e) {
                assertThat(client.getJobExecutionResult()).as("%s", e).isNotDone();
            }
        }
    }

    private String savepoints() {
        return folder.resolve("savepoints").toUri().toString();
    }
}
