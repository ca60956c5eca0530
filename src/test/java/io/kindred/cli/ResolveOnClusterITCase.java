package io.kindred.cli;

import io.kindred.testkit.JobRun;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** The command where the environment is a cluster's, as after {@code flink run}. */
@ExtendWith(SharedCluster.class)
class ResolveOnClusterITCase {

    @TempDir private Path folder;

    private TestJob job;

    @BeforeEach
    void describe() {
        job =
                new TestJob(
                                folder.resolve("job"),
                                "entity_types: {person: {identity_keys: [{name: email, attributes:"
                                        + " [email]}]}}")
                        .lines(
                                "in.jsonl",
                                List.of(
                                        "{\"entity_type\":\"person\",\"perspective\":\"crm\","
                                                + "\"uid\":\"1\",\"descriptors\":[]}"))
                        .records("in.jsonl");
    }

    @Test
    void runsTheJobThere() {
        CommandRun run = CommandRun.kindred("resolve", job.jobFile().toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(JobRun.outputs(job).entityCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "latest, --from latest: expected execution.checkpointing.dir to be set",
        "no/such/savepoint, '--from: expected a savepoint or checkpoint, a folder with a file'"
    })
    void goesOnFromNothingThatIsNotThere(String from, String message) {
        CommandRun run = CommandRun.kindred("resolve", job.jobFile().toString(), "--from", from);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
    }

    @Test
    void looksForTheLastCheckpointByTheName() {
        String checkpoints = folder.resolve("checkpoints").toUri().toString();
        job.with("flink", Map.of("execution.checkpointing.dir", checkpoints));

        CommandRun run =
                CommandRun.kindred("resolve", job.jobFile().toString(), "--from", "latest");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("found no checkpoint in file:" + folder + "/checkpoints/job-job")
                .contains("leave --from out");
    }
}
