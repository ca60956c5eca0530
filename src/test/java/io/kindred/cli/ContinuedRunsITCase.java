package io.kindred.cli;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.OracleResult;
import io.kindred.temporal.Interval;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.OutputParts;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.TestJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class ContinuedRunsITCase {

    private static final long SEED = 81;
    private static final int DAY = 300;

    @TempDir private Path folder;

    private final List<SourceRecord> records = CollidingPeople.versions(SEED, 3 * DAY);
    private TestJob job;

    @BeforeEach
    void writeJob() {
        job =
                new TestJob(folder.resolve("job"), CollidingPeople.ONTOLOGY)
                        .source(Map.of("format", "record", "path", "in"));
    }

    @ParameterizedTest
    @CsvSource({"changelog, 1", "final, 7"})
    void eachRunReadsWhatIsNewAndItsOutputsAreThoseOfAllFiles(String output, int shards)
            throws Exception {
        job.with("output", output).with("shards", shards);
        day(1);
        assertThat(resolve().err()).contains("1 file to read, 0 files read before");
        assertThat(JobRun.outputs(job).result()).isEqualTo(expected(1));

        day(2);
        day(3);
        CommandRun second = resolve();
        assertThat(second.err()).contains("2 files to read, 1 file read before");
        assertThat(second.out()).containsPattern("records read +" + 2 * DAY + "\n");
        assertThat(JobRun.outputs(job).result()).isEqualTo(expected(3));
        assertThat(states()).hasSize(1);

        // Files that were read may go.
        Files.delete(job.path().resolve("in/day1.jsonl"));
        CommandRun third = resolve();
        assertThat(third.err()).contains("0 files to read, 2 files read before");
        assertThat(JobRun.outputs(job).result()).isEqualTo(expected(3));
    }

    @Test
    void aFileThatHasChangedIsReadAgain() throws Exception {
        day(1);
        resolve();
        lines("in/day1.jsonl", records.subList(0, 2 * DAY));

        assertThat(resolve().err()).contains("1 file to read, 0 files read before");
        assertThat(JobRun.outputs(job).result()).isEqualTo(expected(2));
    }

    @Test
    void finalRowsThatCouldNotBeWrittenAreWrittenByTheNextRun() throws Exception {
        job.with("output", "final");
        day(1);
        Path blocked = job.path().resolve("out/entities");
        Files.createDirectories(blocked.getParent());
        Files.writeString(blocked, "not a folder");
        assertThat(run().exitCode()).isEqualTo(1);
        Files.delete(blocked);

        resolve();
        assertThat(JobRun.outputs(job).result()).isEqualTo(expected(1));
    }

    /** With checkpoints that Flink was removing, because it had the savepoint. */
    @Test
    void aRunWhoseEndWasNotNotedIsNotRepeated() throws Exception {
        Path before = Interruption.notes(state(), folder.resolve("before"));
        day(1);
        resolve();
        Interruption.atEnd(state(), before, job.config());
        Path half = Files.createDirectories(state().resolve("checkpoints/a/chk-9"));
        Files.write(half.resolve("_metadata"), new byte[] {1, 2, 3});
        day(2);

        assertThat(resolve().err())
                .contains("an earlier run was interrupted at its end")
                .contains("1 file to read, 1 file read before");
        // Folding refuses a row that is there twice.
        assertThat(JobRun.outputs(job).result()).isEqualTo(expected(2));
    }

    @Test
    void aRunThatWasKilledBeforeItsFirstCheckpointBeginsAnew() throws Exception {
        day(1);
        Path visible = part("part-0-0.jsonl");
        assertThat(run().exitCode()).isEqualTo(2);
        try (RunFolder refused = RunFolder.open(state(), "job-job")) {
            assertThat(refused.runs().isRunning()).isFalse();
        }

        Interruption.beforeFirstCheckpoint(state(), job.config());
        Path hidden = part(".part-0-1.jsonl.inprogress.5");
        CommandRun refused = run();
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("contains the output of an earlier run");
        assertThat(hidden).exists();

        Files.delete(visible);
        resolve();
        assertThat(hidden).doesNotExist();
        assertThat(JobRun.outputs(job).result()).isEqualTo(expected(1));
    }

    private Path part(String name) throws IOException {
        Files.createDirectories(job.output("entities"));
        return Files.writeString(job.output("entities").resolve(name), "{}\n");
    }

    @Test
    void finalRunsKeepTheErasuresOfEarlierOnesAndCountTheirLastRows() throws Exception {
        job.with("output", "final")
                .with(
                        "sinks",
                        Map.of(
                                "entities", Map.of("type", "files", "path", "out/entities"),
                                "erasures", Map.of("type", "files", "path", "out/erasures")));
        lines("in/records.jsonl", Stream.of("1", "2", "3").map(this::sharing).toList());
        lines("in/today.jsonl", List.of(erase("1")));
        assertThat(resolve().out())
                .containsPattern("largest entities, by records:\n +2   person-")
                .doesNotContain("conflicts by kind:");
        assertThat(OutputParts.rows(job.output("erasures"))).hasSize(1);

        lines("in/tomorrow.jsonl", List.of(erase("2")));
        resolve();
        assertThat(OutputParts.rows(job.output("erasures"))).hasSize(2);
        assertThat(OutputParts.rows(job.output("entities"))).hasSize(1);
    }

    private SourceRecord sharing(String uid) {
        return SourceRecord.upsert(
                person(uid),
                OptionalLong.of(1),
                List.of(new Descriptor("email", "a@x.org", Interval.ALWAYS)));
    }

    private SourceRecord erase(String uid) {
        return SourceRecord.erase(person(uid), OptionalLong.of(2));
    }

    private static RecordIdentity person(String uid) {
        return new RecordIdentity("person", "crm", uid);
    }

    @Test
    void whatCannotGoOnIsRefused() throws Exception {
        CommandRun none = run();
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("sources[0].path: there is no file ");

        day(1);
        resolve();
        job.with("name", "another");
        CommandRun another = run();
        assertThat(another.exitCode()).isEqualTo(2);
        assertThat(another.err())
                .contains(
                        "is of the job 'job-job', and this job is 'another'; name another folder");

        job.with("name", "job-job");
        try (RunFolder held = RunFolder.open(state(), "job-job")) {
            assertThat(held.runs().completed()).isEqualTo(1);
            CommandRun second = run();
            assertThat(second.exitCode()).isEqualTo(2);
            assertThat(second.err()).contains("another run uses the folder " + state());
        }

        job.source(Map.of("format", "record", "path", "in", "watch", "1s"));
        CommandRun watched = run();
        assertThat(watched.exitCode()).isEqualTo(2);
        assertThat(watched.err()).contains("sources[1].type: expected files, without watch");
    }

    private Path state() {
        return folder.resolve("state");
    }

    private CommandRun resolve() {
        CommandRun run = run();
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private CommandRun run() {
        return CommandRun.continued(job.jobFile(), state());
    }

    private void day(int day) {
        lines("in/day" + day + ".jsonl", records.subList((day - 1) * DAY, day * DAY));
    }

    private void lines(String name, List<SourceRecord> some) {
        job.lines(name, some.stream().map(RecordJson::line).toList());
    }

    private OracleResult expected(int days) {
        return CollidingPeople.oracle(records.subList(0, days * DAY)).result();
    }

    private List<Path> states() throws IOException {
        try (Stream<Path> children = Files.list(state())) {
            return children.filter(Files::isDirectory).toList();
        }
    }
}
