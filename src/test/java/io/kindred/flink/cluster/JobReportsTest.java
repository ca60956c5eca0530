package io.kindred.flink.cluster;

import io.kindred.flink.cluster.JobReport.Checkpoint;
import io.kindred.flink.cluster.JobReport.Source;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.testkit.StubCluster;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JobReportsTest {

    private static final String JOBS = "/jobs/overview";
    private static final String RUNNING = "/jobs/29e5136e7c8d7a3df0e92b03e55c4263";
    private static final String CHECKPOINTS = RUNNING + "/checkpoints";
    private static final String CONFIG = CHECKPOINTS + "/config";
    private static final String LAG =
            RUNNING + "/vertices/0e9919b2e6a017c560d6a182cc8e21a0/subtasks/metrics";

    private StubCluster cluster;

    @BeforeEach
    void start() throws IOException {
        cluster = StubCluster.of("failed", "running");
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    private List<JobReport> read() throws Exception {
        return new JobReports(new RestApi(cluster.address())).read();
    }

    private JobReport readOne() throws Exception {
        List<JobReport> jobs = read();
        assertThat(jobs).hasSize(1);
        return jobs.get(0);
    }

    @Test
    void saysHowARunningJobIs() throws Exception {
        JobReport job = readOne();

        assertThat(job.id()).isEqualTo("29e5136e7c8d7a3df0e92b03e55c4263");
        assertThat(job.name()).isEqualTo("people live");
        assertThat(job.state()).isEqualTo(JobStatus.RUNNING);
        assertThat(job.age()).isEqualTo(Duration.ofMillis(62_930));
        assertThat(job.checkpoint())
                .contains(
                        new Checkpoint(
                                29,
                                Instant.ofEpochMilli(1_795_942_315_933L),
                                Duration.ofMillis(913),
                                "file:/data/checkpoints/people_live-70656f706c65206c697665/"
                                        + "29e5136e7c8d7a3df0e92b03e55c4263/chk-29"));
        assertThat(job.interval()).contains(Duration.ofSeconds(2));
        assertThat(job.restarts()).hasValue(0);
        assertThat(job.sources())
                .containsExactly(
                        new Source("crm", "RUNNING", OptionalLong.of(1200)),
                        new Source("old-files", "FINISHED", OptionalLong.empty()),
                        new Source("both", "RUNNING", OptionalLong.of(0)));
        assertThat(job.counts().read()).isEqualTo(5701);
        assertThat(job.counts().deadLetters()).isEqualTo(1);
        assertThat(job.counts().get(Count.ENTITIES)).isEqualTo(50);
        assertThat(job.counts().largestEntity()).isEqualTo(114);
        assertThat(job.problem()).isEmpty();
    }

    @Test
    void saysWhyAJobFailed() throws Exception {
        cluster = restarted("failed");

        JobReport job = readOne();

        assertThat(job.state()).isEqualTo(JobStatus.FAILED);
        assertThat(job.checkpoint()).isEmpty();
        assertThat(job.restarts()).isEmpty();
        assertThat(job.sources()).hasSize(3).allMatch(source -> source.lag().isEmpty());
        assertThat(job.problem())
                .contains(
                        "FAILED: Global failure triggered by OperatorCoordinator for 'Source: read"
                                + " crm -> decode crm' (operator 0e9919b2e6a017c560d6a182cc8e21a0):"
                                + " Failed to list subscribed topic partitions due to: Failed to"
                                + " get metadata for topics [nosuch]: This server does not host"
                                + " this topic-partition");
    }

    private void enter(String state) {
        cluster.change(JOBS, "\"RUNNING\"", '"' + state + '"');
        cluster.change(RUNNING, '"' + state + "\":0", '"' + state + "\":1795942316846");
        String metric = state.toLowerCase(Locale.ROOT) + "Time";
        cluster.answer(
                RUNNING + "/metrics?get=numRestarts," + metric,
                "[{\"id\":\"" + metric + "\",\"value\":\"0\"}]");
    }

    private StubCluster restarted(String resource) throws IOException {
        cluster.close();
        return StubCluster.of(resource);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FAILING", "RESTARTING", "SUSPENDED"})
    void callsAJobThatIsNotThereForLongAProblem(String state) throws Exception {
        enter(state);

        assertThat(readOne().problem()).contains(state + ": no failure is known");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FINISHED", "CANCELED", "CANCELLING"})
    void callsAnEndNoProblemHoweverOldItsLastCheckpointIs(String state) throws Exception {
        enter(state);
        completedAt("1695942315933");

        assertThat(readOne().problem()).isEmpty();
    }

    @Test
    void callsTenIntervalsWithoutACheckpointAProblem() throws Exception {
        completedAt("1795942296846");
        assertThat(readOne().problem()).isEmpty();

        completedAt("1795942296845");
        assertThat(readOne().problem())
                .contains(
                        "no checkpoint was completed for 20 s, which is more than 10 intervals of"
                                + " 2 s");
    }

    private void completedAt(String time) {
        cluster.answer(
                CHECKPOINTS,
                cluster.answer(CHECKPOINTS)
                        .replaceFirst("(latest_ack_timestamp\":)\\d+", "$1" + time));
    }

    @Test
    void countsFromTheSubmissionBeforeTheFirstCheckpoint() throws Exception {
        cluster.answer(CHECKPOINTS, "{\"latest\":{\"completed\":null}}");

        JobReport job = readOne();

        assertThat(job.checkpoint()).isEmpty();
        assertThat(job.problem())
                .get()
                .asString()
                .startsWith("no checkpoint was completed for 1 m");
    }

    @Test
    void countsThePauseBetweenCheckpointsIfItIsLongerThanTheInterval() throws Exception {
        completedAt("1795942286845");
        cluster.change(CONFIG, "\"min_pause\":1000", "\"min_pause\":60000");

        JobReport job = readOne();

        assertThat(job.interval()).contains(Duration.ofMinutes(1));
        assertThat(job.problem()).isEmpty();
    }

    @Test
    void expectsNoCheckpointOfAJobThatMakesNone() throws Exception {
        cluster.forget(CONFIG);
        cluster.forget(CHECKPOINTS);

        JobReport job = readOne();

        assertThat(job.interval()).isEmpty();
        assertThat(job.problem()).isEmpty();
    }

    @Test
    void waitsForMetricsThatTheClusterHasNotCollectedLately() throws Exception {
        String metrics = RUNNING + "/metrics?get=numRestarts,runningTime";
        String now = cluster.answer(metrics);
        cluster.answer(metrics, "[]", now.replace("58646", "8646"), now.replace("\"0\"", "\"7\""));

        assertThat(readOne().restarts()).hasValue(7);
    }

    @Test
    void leavesOpenWhatTheTaskManagersHaveNotReported() throws Exception {
        cluster.answer(LAG, "[]");
        cluster.answer(RUNNING + "/accumulators", "{\"user-task-accumulators\":[]}");

        JobReport job = readOne();

        assertThat(job.sources().get(0).lag()).isEmpty();
        assertThat(job.counts().isReported()).isFalse();
    }

    @Test
    void takesTheLargerOfTheLargestEntities() throws Exception {
        cluster.answer(
                RUNNING + "/accumulators",
                """
                {"user-task-accumulators":[
                  {"name":"shard-largest-entity","type":"LongMaximum","value":"12"},
                  {"name":"reconcile-largest-entity","type":"LongMaximum","value":"345"}]}
                """);

        assertThat(readOne().counts().largestEntity()).isEqualTo(345);
    }

    @Test
    void showsOfEndedJobsTheLastOfEachName() throws Exception {
        cluster.answer(
                JOBS,
                """
                {"jobs":[
                  {"jid":"1","name":"b","state":"FAILED","start-time":5},
                  {"jid":"2","name":"b","state":"RUNNING","start-time":7},
                  {"jid":"3","name":"b","state":"RUNNING","start-time":6},
                  {"jid":"4","name":"a","state":"FINISHED","start-time":1},
                  {"jid":"5","name":"a","state":"CANCELED","start-time":2}]}
                """);
        for (int id = 1; id <= 5; id++) {
            cluster.answer("/jobs/" + id, "{\"now\":8,\"vertices\":[]}");
            cluster.answer(
                    "/jobs/" + id + "/metrics?get=numRestarts,runningTime",
                    "[{\"id\":\"runningTime\",\"value\":\"8\"}]");
        }

        assertThat(read()).extracting(JobReport::id).containsExactly("5", "3", "2");
    }

    @Test
    void leavesOutAJobThatTheClusterHasJustForgotten() throws Exception {
        cluster.forget(RUNNING);

        assertThat(read()).isEmpty();
    }

    @Test
    void namesTheClusterThatDoesNotAnswer() {
        cluster.close();

        assertThatThrownBy(this::read)
                .hasMessage("no cluster answers at " + cluster.address() + ": connection refused");
    }

    @Test
    void tellsAnotherServerFromACluster() {
        cluster.answer(JOBS, "<html></html>");
        assertThatThrownBy(this::read)
                .hasMessage(
                        cluster.address()
                                + " does not answer like a Flink cluster: it has no JSON for"
                                + " /jobs/overview");

        cluster.forget(JOBS);
        assertThatThrownBy(this::read)
                .hasMessage("the cluster at " + cluster.address() + " has no /jobs/overview");
    }
}
