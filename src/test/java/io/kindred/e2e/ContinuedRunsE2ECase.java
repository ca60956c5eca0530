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
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs that go on from one another, whose processes are killed. */
class ContinuedRunsE2ECase {

    private static final long SEED = 91;
    private static final int DAYS = 3;
    private static final int VERSIONS = 18_000;
    private static final int VERSIONS_OF_A_WORLD = 200;
    private static final int MOST_MILLIS = 1500;
    private static final int NO_CHECKPOINT_MS = 600_000;

    @TempDir private Path folder;

    @Test
    void aRunThatWasKilledIsBroughtToItsEndByTheNext() throws Exception {
        SeparatePeople people = new SeparatePeople(SEED, VERSIONS, VERSIONS_OF_A_WORLD);
        Random random = new Random(SEED);
        TestJob job =
                new TestJob(folder.resolve("job"), CollidingPeople.ONTOLOGY)
                        .source(Map.of("format", "record", "path", "in"));
        day(job, people, 0);
        job.with("checkpoint_interval_ms", NO_CHECKPOINT_MS);
        Process first = start(job);
        await(first, job.path().resolve("out"), name -> name.startsWith(".part-"));
        first.destroyForcibly().waitFor();
        assertThat(first.exitValue()).isNotZero();

        day(job, people, 1);
        job.with("checkpoint_interval_ms", 100);
        Process second = start(job);
        await(second, folder.resolve("state/checkpoints"), "_metadata"::equals);
        second.waitFor(random.nextInt(MOST_MILLIS), TimeUnit.MILLISECONDS);
        second.destroyForcibly().waitFor();

        day(job, people, 2);
        Process last = start(job);

        assertThat(last.waitFor()).as(Files.readString(folder.resolve("err"))).isZero();
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

    private static void day(TestJob job, SeparatePeople people, int day) {
        int versions = people.versions().size() / DAYS;
        job.lines(
                "in/day" + day + ".jsonl",
                people.versions().subList(day * versions, (day + 1) * versions).stream()
                        .map(RecordJson::line)
                        .toList());
    }

    private static void await(Process run, Path folder, Predicate<String> name) throws Exception {
        while (run.isAlive() && !has(folder, name)) {
            Thread.sleep(20);
        }
    }

    /** Files come and go while they are looked for. */
    private static boolean has(Path folder, Predicate<String> name) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> name.test(file.getFileName().toString()));
        } catch (NoSuchFileException | UncheckedIOException e) {
            return false;
        }
    }
}
