package io.kindred.cli;

import io.kindred.testkit.StubCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class StatusCommandTest {

    private static final String JOBS = "/jobs/overview";
    private static final String RUNNING = "/jobs/29e5136e7c8d7a3df0e92b03e55c4263";

    private StubCluster cluster;

    @BeforeEach
    void start() throws IOException {
        cluster = StubCluster.of("failed", "running");
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    private CommandRun status(String... options) {
        List<String> arguments = new ArrayList<>(List.of("status"));
        arguments.addAll(List.of("--cluster", cluster.address() + "/"));
        arguments.addAll(List.of(options));
        return CommandRun.kindred(arguments.toArray(String[]::new));
    }

    @Test
    void showsAJobThatIsWell() {
        CommandRun run = status();

        assertThat(run.out())
                .isEqualToNormalizingNewlines(
                        """
                        people live  RUNNING, submitted 1 min 2 s ago  29e5136e7c8d7a3df0e92b03e55c4263
                          checkpoint           29, completed 913 ms ago, every 2 s
                          restarts             0
                          source crm           running, lag 1,200
                          source old-files     finished
                          source both          running, lag 0
                          records read         5,701
                          dead letters         1
                          entities             50
                          largest entity       114 records
                        """);
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void endsWithOneAndNamesTheProblem() throws IOException {
        cluster.close();
        cluster = StubCluster.of("running", "failed");

        CommandRun run = status();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("broken  FAILED, submitted ")
                .contains("checkpoint           none completed, every 2 s")
                .contains("largest entity       none was emitted since the last start")
                .contains("PROBLEM              FAILED: Global failure triggered by")
                .doesNotContain("restarts");
    }

    @Test
    void saysWhatIsNotKnownYet() {
        cluster.answer(RUNNING + "/accumulators", "{}");

        assertThat(status().out())
                .contains("records read         not known yet")
                .contains("dead letters         not known yet");
    }

    @Test
    void writesTheSameAsJson() {
        CommandRun run = status("--json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .isEqualToNormalizingNewlines(
                        "{\"cluster\":\""
                                + cluster.address()
                                + "\",\"ok\":true,\"jobs\":[{\"id\":\"29e5136e7c8d7a3df0e92b03e55c4263\","
                                + "\"name\":\"people live\",\"state\":\"RUNNING\",\"age_ms\":62930,"
                                + "\"problem\":null,\"checkpoint\":{\"id\":29,"
                                + "\"completed\":\"2026-11-29T08:51:55.933Z\",\"age_ms\":913,"
                                + "\"path\":\"file:/data/checkpoints/people_live-70656f706c65206c697665/"
                                + "29e5136e7c8d7a3df0e92b03e55c4263/chk-29\"},\"interval_ms\":2000,"
                                + "\"restarts\":0,\"sources\":["
                                + "{\"name\":\"crm\",\"state\":\"RUNNING\",\"lag\":1200},"
                                + "{\"name\":\"old-files\",\"state\":\"FINISHED\",\"lag\":null},"
                                + "{\"name\":\"both\",\"state\":\"RUNNING\",\"lag\":0}],"
                                + "\"records_read\":5701,\"dead_letters\":1,\"entities\":50,"
                                + "\"largest_entity\":114}]}\n");
    }

    @Test
    void writesAProblemAsJson() throws IOException {
        cluster.close();
        cluster = StubCluster.of("running", "failed");

        CommandRun run = status("--json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("\"ok\":false", "\"problem\":\"FAILED: Global", "\"checkpoint\":null")
                .contains("\"restarts\":null", "\"largest_entity\":null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"people live", "29e5136e7c8d7a3df0e92b03e55c4263"})
    void looksAtOneJobByNameOrId(String job) {
        cluster.change(
                JOBS,
                "{\"jobs\":[",
                "{\"jobs\":[{\"jid\":\"c5d4020730b64d2452d1f069fac96791\",\"name\":\"broken\","
                        + "\"state\":\"FAILED\"},");
        assertThat(status().exitCode()).isEqualTo(1);

        CommandRun run = status("--job", job);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("people live").doesNotContain("broken");
    }

    @Test
    void endsWithOneIfThereIsNoSuchJob() {
        CommandRun run = status("--job", "nobody");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().strip()).isEqualTo("no job 'nobody' on " + cluster.address());
    }

    @Test
    void takesAClusterWithoutJobs() {
        cluster.answer(JOBS, "{\"jobs\":[]}");

        assertThat(status().exitCode()).isZero();
        assertThat(status().out().strip()).isEqualTo("no jobs on " + cluster.address());
        assertThat(status("--json").out().strip())
                .isEqualTo("{\"cluster\":\"" + cluster.address() + "\",\"ok\":true,\"jobs\":[]}");
    }

    @Test
    void endsWithOneIfNoClusterAnswers() {
        cluster.close();

        CommandRun run = status();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().strip())
                .isEqualTo("no cluster answers at " + cluster.address() + ": connection refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8081", "file:///tmp", "nowhere"})
    void refusesWhatIsNoAddress(String address) {
        CommandRun run = CommandRun.kindred("status", "--cluster", address);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--cluster is '" + address + "', expected http://HOST:PORT");
    }
}
