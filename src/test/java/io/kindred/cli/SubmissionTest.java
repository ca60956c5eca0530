package io.kindred.cli;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.testkit.StubCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** With Flink's own client, as after {@code flink run}. */
class SubmissionTest {

    private static final String JOBS = "/jobs/overview";

    @TempDir private Path folder;

    private StubCluster cluster;
    private JobConfig job;

    @BeforeEach
    void start() throws IOException {
        cluster = StubCluster.of("running");
        job =
                new TestJob(folder, "entity_types: {\"*\": {}}")
                        .with("name", "people live")
                        .lines("in.jsonl", List.of())
                        .records("in.jsonl")
                        .config();
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    private Submission submission(String target) {
        Configuration options = new Configuration();
        options.set(DeploymentOptions.TARGET, target);
        options.set(RestOptions.ADDRESS, "127.0.0.1");
        options.set(RestOptions.PORT, cluster.port());
        options.set(RestOptions.RETRY_MAX_ATTEMPTS, 0);
        return new Submission(new StreamExecutionEnvironment(options), job);
    }

    private void checkName() throws Exception {
        submission("remote").checkName();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INITIALIZING",
                "CREATED",
                "RUNNING",
                "FAILING",
                "RESTARTING",
                "RECONCILING"
            })
    void refusesASecondJobOfOneName(String state) {
        cluster.change(JOBS, "\"RUNNING\"", '"' + state + '"');

        assertThatThrownBy(this::checkName)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(
                        folder
                                + "/job.yaml: name: a job 'people live' is on the cluster already"
                                + " (29e5136e7c8d7a3df0e92b03e55c4263, "
                                + state
                                + "), and both would use the same checkpoints, outputs and"
                                + " transactions; stop it, or add --force");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FINISHED", "CANCELED", "FAILED"})
    void takesTheNameOfAJobThatHasEnded(String state) throws Exception {
        cluster.change(JOBS, "\"RUNNING\"", '"' + state + '"');

        checkName();

        assertThat(cluster.asked()).containsExactly(JOBS);
    }

    @Test
    void takesAnotherName() throws Exception {
        cluster.change(JOBS, "\"people live\"", "\"people\"");

        checkName();

        assertThat(cluster.asked()).containsExactly(JOBS);
    }

    @Test
    void waitsForTheEndOfAJobThatIsBeingCancelled() throws Exception {
        String running = cluster.answer(JOBS);
        cluster.answer(
                JOBS,
                running.replace("\"RUNNING\"", "\"CANCELLING\""),
                running.replace("\"RUNNING\"", "\"CANCELED\""));

        checkName();

        assertThat(cluster.asked()).containsExactly(JOBS, JOBS);
    }

    @Test
    void asksNoClusterIfThisProcessIsPartOfIt() throws Exception {
        submission("embedded").checkName();

        assertThat(cluster.asked()).isEmpty();
    }

    @Test
    void saysThatNoClusterAnswers() {
        cluster.close();

        assertThatThrownBy(this::checkName)
                .hasMessage("no cluster answers at " + cluster.address() + ": Connection refused");
    }
}
