package io.kindred.cli;

import io.kindred.testkit.TestJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class KindredTest {

    @ParameterizedTest
    @ValueSource(strings = {"resolve", "demo", "migrate", "erase", "decide"})
    void helpsWithEveryCommand(String command) {
        CommandRun run = CommandRun.kindred(command, "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Usage: kindred " + command).contains("Exit code");
    }

    @Test
    void listsItsCommands() {
        CommandRun run = CommandRun.kindred("--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("resolve", "demo")
                .doesNotContain("generate", "evaluate", "bench");
    }

    @ParameterizedTest
    @ValueSource(strings = {"resolv", "--no-such-option"})
    void refusesWhatItDoesNotKnow(String argument) {
        CommandRun run = CommandRun.kindred(argument);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(argument);
    }

    @Test
    void asksForTheJobFile() {
        CommandRun run = CommandRun.kindred("resolve");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("JOB.yaml");
    }

    @Test
    void refusesAParallelismBelowOne() {
        CommandRun run = CommandRun.kindred("resolve", "-p", "0", "job.yaml");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--parallelism is 0, expected 1 to 720");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--from=latest", "--force", "--wait-running"})
    void hasOptionsForClustersOnly(String option, @TempDir Path folder) {
        TestJob job =
                new TestJob(folder, "entity_types: {person: {}}")
                        .lines("in.jsonl", List.of())
                        .records("in.jsonl");
        CommandRun run = CommandRun.kindred("resolve", option, job.jobFile().toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains(option.replace("=latest", "") + " is only for a job on a cluster");
    }

    @Test
    void namesAStateToMigrateThatIsNotThere(@TempDir Path folder) {
        TestJob job = new TestJob(folder, "entity_types: {person: {}}").records("later.jsonl");
        String state = folder.resolve("no state").toString();
        CommandRun run =
                CommandRun.kindred(
                        "migrate",
                        "--from",
                        state,
                        "--to",
                        folder.resolve("to").toString(),
                        job.jobFile().toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo(state + ": no such savepoint or checkpoint\n");
    }

    @Test
    void namesAJobFileThatIsNotThere(@TempDir Path folder) {
        Path jobFile = folder.resolve("nothing.yaml");
        CommandRun run = CommandRun.kindred("resolve", jobFile.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(jobFile.toString()).doesNotContain("\tat ");
    }

    @Test
    void namesThePlaceOfAnErrorInTheJobFile(@TempDir Path folder) throws Exception {
        Path jobFile = folder.resolve("job.yaml");
        Files.writeString(jobFile, "ontology: {entity_types: {person: {}}}\nshard: 1\n");
        CommandRun run = CommandRun.kindred("resolve", jobFile.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains(jobFile.toString())
                .contains("did you mean 'shards'?")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource({
        "'parallelism.default: two', a.jsonl, 'flink.parallelism.default: expected an integer'",
        "'rest.prot: 8081', a.jsonl, 'flink.rest.prot: unknown option'",
        "'rest.port: 8081', 'nofs://b/a', 'sources[0].path: cannot list nofs://b/a: '"
    })
    void tellsWhatCannotStartInOneLine(
            String option, String path, String problem, @TempDir Path folder) throws Exception {
        Path jobFile = folder.resolve("job.yaml");
        Files.writeString(
                jobFile,
                """
                ontology: {entity_types: {person: {}}}
                sources: [{type: files, path: '%s', format: record}]
                sinks: {entities: {type: files, path: out}}
                flink: {%s}
                """
                        .formatted(path, option));
        CommandRun run = CommandRun.kindred("resolve", jobFile.toString());
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith(jobFile + ": " + problem).hasLineCount(1);
    }

    @Test
    void namesTheFolderThatLacksTheSample(@TempDir Path folder) {
        CommandRun run = CommandRun.kindred("demo", "--home", folder.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(folder + " has no conf/sample/job.yaml");
    }
}
