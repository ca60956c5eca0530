package io.kindred.e2e;

import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.TestJava;
import io.kindred.testkit.TestJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs that go on from one another, whose processes are killed. */
class ContinuedRunsE2ECase {

    private static final long SEED = 91;
    private static final int DAYS = 2;
    private static final int VERSIONS = 20_000;
    private static final int VERSIONS_OF_A_WORLD = 200;
    private static final int MOST_MILLIS = 1500;

    @TempDir private Path folder;

    @Test
    void aRunThatWasKilledIsBroughtToItsEndByTheNext() throws Exception {
        SeparatePeople people = new SeparatePeople(SEED, VERSIONS, VERSIONS_OF_A_WORLD);
        Random random = new Random(SEED);
        TestJob job =
                new TestJob(folder.resolve("job"), CollidingPeople.ONTOLOGY)
                        .source(Map.of("format", "record", "path", "in"))
                        .with("checkpoint_interval_ms", 100);
        int day = people.versions().size() / DAYS;
        int killed = 0;
        for (int i = 0; i < DAYS; i++) {
            List<String> lines =
                    people.versions().subList(i * day, (i + 1) * day).stream()
                            .map(RecordJson::line)
                            .toList();
            job.lines("in/day" + i + ".jsonl", lines);
            Process run = start(job);
            awaitCheckpoint(run);
            run.waitFor(random.nextInt(MOST_MILLIS), TimeUnit.MILLISECONDS);
            run.destroyForcibly().waitFor();
            killed += run.exitValue() == 0 ? 0 : 1;
        }
        Process last = start(job);

        assertThat(last.waitFor()).as(Files.readString(folder.resolve("err"))).isZero();
        assertThat(killed).isPositive();
        // Folding refuses a row that is there twice.
        assertThat(JobRun.outputs(job).result()).isEqualTo(people.expected());
    }

    private Process start(TestJob job) throws IOException {
        Path script = Path.of("jobs/resolve.sh").toAbsolutePath();
        ProcessBuilder builder =
                new ProcessBuilder(
                                script.toString(),
                                job.jobFile().toString(),
                                "--quiet",
                                "--state",
                                folder.resolve("state").toString())
                        .redirectOutput(folder.resolve("out").toFile())
                        .redirectError(folder.resolve("err").toFile());
        builder.environment().put("JAVA_HOME", TestJava.home().toString());
        return builder.start();
    }

    private void awaitCheckpoint(Process run) throws Exception {
        while (run.isAlive() && !hasCheckpoint()) {
            Thread.sleep(20);
        }
    }

    /** Checkpoints come and go while they are looked for. */
    private boolean hasCheckpoint() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("state/checkpoints"))) {
            return files.anyMatch(file -> file.endsWith("_metadata"));
        } catch (NoSuchFileException | UncheckedIOException e) {
            return false;
        }
    }
}
