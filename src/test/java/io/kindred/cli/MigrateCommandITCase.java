package io.kindred.cli;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.topology.JobGraphBuilder;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.SavedJob;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** The command, and the job that goes on from what it leaves. */
@ExtendWith(SharedCluster.class)
class MigrateCommandITCase {

    private static final int VERSIONS = 900;
    private static final int VERSIONS_BEFORE = 700;

    /** The run does not wait so long for its end. */
    private static final int ONE_DAY_MS = 86_400_000;

    @TempDir private Path folder;

    @Test
    void carriesARetainedCheckpointOverToAJobThatReadsItsFilesAgain() throws Exception {
        List<SourceRecord> records = CollidingPeople.versions(95, VERSIONS);
        List<String> lines = records.stream().map(RecordJson::line).toList();
        Path checkpoints = folder.resolve("checkpoints");
        String state =
                SavedJob.cancel(
                        job("old", 4)
                                .with("flink", retaining(checkpoints))
                                .lines("in.jsonl", lines.subList(0, VERSIONS_BEFORE))
                                .records("in.jsonl"),
                        VERSIONS_BEFORE,
                        checkpoints);
        TestJob job =
                job("new", 6)
                        .with("output", "final")
                        .with("queries", List.of(questions()))
                        .with("sinks", sinksWithAnswers())
                        .lines("questions.jsonl", List.of())
                        .lines("in.jsonl", lines)
                        .records("in.jsonl");

        CommandRun run =
                CommandRun.kindred(
                        "migrate",
                        "--from",
                        state,
                        "--to",
                        folder.resolve("savepoints").toString(),
                        "-p",
                        "2",
                        job.jobFile().toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("job-new: done in");
        String savepoint = run.out().strip();
        assertThat(Path.of(URI.create(savepoint)).resolve("_metadata")).isRegularFile();

        goOn(job, savepoint);
        Oracle expected = CollidingPeople.oracle(records);
        assertThat(JobRun.outputs(job).result()).isEqualTo(expected.result());
        assertThat(JobRun.outputs(job).records()).isEqualTo(expected.records());
        assertThat(JobRun.outputs(job).greatestRevision()).isEqualTo(1);
    }

    @Test
    void refusesToMixWithWhatAnEarlierRunWrote() throws Exception {
        String state = saved(SavepointFormatType.NATIVE);
        TestJob job =
                job("new", 1)
                        .with("checkpoint_interval_ms", ONE_DAY_MS)
                        .records("not read")
                        .lines("out/entities/part-0", List.of());
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "migrate",
                                "--from",
                                state,
                                "--to",
                                folder.resolve("savepoints").toString(),
                                "--native",
                                "--quiet",
                                job.jobFile().toString()));

        CommandRun refused = CommandRun.kindred(arguments.toArray(String[]::new));
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("sinks.entities.path: ", "contains the output of an earlier run")
                .hasLineCount(1);

        arguments.add("--overwrite");
        CommandRun done = CommandRun.kindred(arguments.toArray(String[]::new));
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.err()).isEmpty();
        assertThat(done.out()).hasLineCount(1);
        assertThat(job.output("entities").resolve("part-0")).doesNotExist();
    }

    @Test
    void tellsOfAFolderThatCannotBeMade() throws Exception {
        String state = saved(SavepointFormatType.CANONICAL);
        Path file = Files.writeString(folder.resolve("file"), "");

        CommandRun run =
                CommandRun.kindred(
                        "migrate",
                        "--from",
                        state,
                        "--to",
                        file.resolve("below").toString(),
                        job("new", 1).records("not read").jobFile().toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("--to: cannot create the folder ").hasLineCount(1);
    }

    private String saved(SavepointFormatType format) throws Exception {
        String line = RecordJson.line(CollidingPeople.versions(96, 9).get(0));
        TestJob job = job("old", 1).lines("in.jsonl", List.of(line)).records("in.jsonl");
        return SavedJob.stop(job, 1, format, folder.resolve("state"));
    }

    private static Map<String, Object> retaining(Path checkpoints) {
        return Map.of(
                "execution.checkpointing.dir",
                checkpoints.toUri().toString(),
                "execution.checkpointing.externalized-checkpoint-retention",
                "RETAIN_ON_CANCELLATION");
    }

    private static Map<String, Object> questions() {
        return Map.of("type", "files", "name", "questions", "path", "questions.jsonl");
    }

    private static Map<String, Object> sinksWithAnswers() {
        Map<String, Object> sinks = new LinkedHashMap<>();
        for (String output :
                List.of(
                        "entities",
                        "assignments",
                        "conflicts",
                        "generic_keys",
                        "records",
                        "dead_letters",
                        "answers")) {
            sinks.put(output, Map.of("type", "files", "path", "out/" + output));
        }
        return sinks;
    }

    private TestJob job(String name, int shards) {
        return new TestJob(folder.resolve(name), CollidingPeople.ONTOLOGY).with("shards", shards);
    }

    private static void goOn(TestJob job, String savepoint) throws Exception {
        Configuration given = new Configuration();
        given.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        given.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
        JobConfig config = job.config();
        StreamExecutionEnvironment env = JobRun.environment(config, 3, given);
        JobGraphBuilder.build(env, config);
        env.execute(config.name());
    }
}
