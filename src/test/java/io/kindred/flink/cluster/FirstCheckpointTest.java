package io.kindred.flink.cluster;

import io.kindred.flink.internal.ClusterException;
import io.kindred.testkit.StubCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FirstCheckpointTest {

    private static final String ID = "29e5136e7c8d7a3df0e92b03e55c4263";
    private static final String JOB = "/jobs/" + ID;
    private static final String CHECKPOINTS = JOB + "/checkpoints";
    private static final String FAILURES = JOB + "/exceptions?maxExceptions=1";
    private static final String NONE = "{\"counts\":{\"completed\":0}}";

    private StubCluster cluster;

    @BeforeEach
    void start() throws IOException {
        cluster = StubCluster.of("running");
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    private void await() throws ClusterException, InterruptedException {
        new FirstCheckpoint(new RestApi(cluster.address()), ID, "people").await();
    }

    private static String failure(String trace) {
        return "{\"exceptionHistory\":{\"entries\":[{\"stacktrace\":\"" + trace + "\"}]}}";
    }

    @Test
    void waitsUntilACheckpointIsCompleted() throws Exception {
        String completed = cluster.answer(CHECKPOINTS);
        cluster.answer(CHECKPOINTS, NONE, NONE, completed);

        await();

        assertThat(cluster.asked()).filteredOn(CHECKPOINTS::equals).hasSizeGreaterThan(2);
    }

    @Test
    void takesAJobThatFinishesWithoutACheckpoint() throws Exception {
        cluster.answer(CHECKPOINTS, NONE);
        cluster.change(JOB, "\"state\":\"RUNNING\"", "\"state\":\"FINISHED\"");

        await();

        assertThat(cluster.asked()).contains(JOB);
    }

    @Test
    void saysWhyTheJobFailed() {
        cluster.answer(CHECKPOINTS, NONE);
        cluster.change(JOB, "\"state\":\"RUNNING\"", "\"state\":\"FAILED\"");
        cluster.answer(FAILURES, failure("java.io.IOException: no space"));

        assertThatThrownBy(this::await)
                .isInstanceOf(ClusterException.class)
                .hasMessage("job 'people' failed before its first checkpoint: no space");
    }

    /** The cluster shows the state of a job at once, and its failures a little later. */
    @ParameterizedTest
    @ValueSource(strings = {"FAILING", "FAILED"})
    void waitsForTheReasonOfAFailureThatIsNotKnownYet(String state) {
        cluster.answer(CHECKPOINTS, NONE);
        cluster.change(JOB, "\"state\":\"RUNNING\"", "\"state\":\"" + state + "\"");
        cluster.answer(
                FAILURES, cluster.answer(FAILURES), failure("java.io.IOException: no space"));

        assertThatThrownBy(this::await)
                .hasMessage("job 'people' failed before its first checkpoint: no space");
    }

    @Test
    void saysWhyTheJobRestartsThoughItRunsAgain() {
        cluster.answer(CHECKPOINTS, NONE);
        cluster.answer(
                FAILURES, cluster.answer(FAILURES), failure("java.io.IOException: no space"));

        assertThatThrownBy(this::await)
                .hasMessage(
                        "job 'people' failed before its first checkpoint: no space; it restarts"
                                + " until jobs/stop.sh "
                                + ID
                                + " --cancel");
    }

    /** The cluster may know of the checkpoint that follows a restart before it tells of this. */
    @Test
    void looksForFailuresOnceMoreAfterTheCheckpoint() {
        cluster.answer(
                FAILURES, cluster.answer(FAILURES), failure("java.io.IOException: no space"));

        assertThatThrownBy(this::await).hasMessageContaining("no space; it restarts");
    }

    @Test
    void endsWhenTheJobIsCancelled() {
        cluster.answer(CHECKPOINTS, NONE);
        cluster.change(JOB, "\"state\":\"RUNNING\"", "\"state\":\"CANCELLING\"");

        assertThatThrownBy(this::await)
                .hasMessage("job 'people' was cancelled before its first checkpoint");
    }

    @Test
    void endsWhenTheClusterForgetsTheJob() {
        cluster.forget(JOB);

        assertThatThrownBy(this::await)
                .hasMessage("the cluster at " + cluster.address() + " has no " + JOB);
    }
}
