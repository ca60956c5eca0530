package io.kindred.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** The command before a cluster that says what it is told. */
class StatusCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NONE = "[]";
    private static final String FAILURE =
            "{'exceptionHistory':{'entries':[{'timestamp':%d,'stacktrace':'java.lang.Exception:"
                    + " a task\\n\\tat x\\nCaused by: java.io.IOException: java.io.FileNotFoundException:"
                    + " the disk is full\\n\\tat y'}]}}";

    private final Map<String, String> answers = new HashMap<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        jobs("{'jid':'1','name':'people','state':'RUNNING','start-time':1000}");
        job("1", "RUNNING");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void showsAJobThatIsFine() {
        CommandRun run = status();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .isEqualTo(
                        """
                        people  1  RUNNING
                          checkpoint      40 s ago (chk-7), every 10 s
                          restarts        2
                          lag             crm 1,234
                          dead letters    5
                          largest entity  1,007 records
                        """);
    }

    @Test
    void printsTheSameAsJson() throws Exception {
        JsonNode json = JSON.readTree(status("--json", "people").out());

        assertThat(json)
                .isEqualTo(
                        JSON.readTree(
                                json(
                                        "[{'id':'1','name':'people','state':'RUNNING','checkpoint':7,"
                                                + "'checkpoint_age_ms':40000,"
                                                + "'checkpoint_interval_ms':10000,'restarts':2,"
                                                + "'lag':{'crm':1234},'dead_letters':5,"
                                                + "'largest_entity':1007}]")));
    }

    @Test
    void aJobWithoutACheckpointForTenIntervalsIsWrong() {
        put(
                "/jobs/1/checkpoints",
                "{'latest':{'completed':{'id':7,'latest_ack_timestamp':899999}}}");

        CommandRun run = status();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "problem         has completed no checkpoint for 100 s, with one every 10 s");
    }

    @Test
    void aJobThatHasJustBeenRestoredHasTime() {
        put("/jobs/1/checkpoints", "{'latest':{'restored':{'restore_timestamp':950000}}}");

        CommandRun run = status();

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("checkpoint      none, every 10 s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESTARTING", "FAILING", "FAILED"})
    void aJobThatFailsIsWrongAndSaysWhy(String state) {
        jobs("{'jid':'1','name':'people','state':'%s','start-time':1000}".formatted(state));
        job("1", state);
        put("/jobs/1/exceptions?maxExceptions=1", FAILURE.formatted(999_999));

        CommandRun run = status();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("problem         " + state.toLowerCase() + ": the disk is full\n");
    }

    @Test
    void aJobThatRestartedNeedsACheckpoint() {
        put("/jobs/1/exceptions?maxExceptions=1", FAILURE.formatted(960_001));
        assertThat(status().out())
                .contains("restarted, and has completed no checkpoint since then");

        put("/jobs/1/exceptions?maxExceptions=1", FAILURE.formatted(959_999));
        assertThat(status().exitCode()).isZero();
    }

    @Test
    void aFailureIsOverOnceALaterJobOfTheNameRuns() {
        String later = "{'jid':'1','name':'people','state':'RUNNING','start-time':1000}";
        jobs(later + ",{'jid':'0','name':'people','state':'FAILED','start-time':10}");
        job("0", "FAILED");
        assertThat(status().exitCode()).isZero();

        jobs(later + ",{'jid':'0','name':'others','state':'FAILED','start-time':10}");
        assertThat(status().exitCode()).isEqualTo(1);
        assertThat(status("people").exitCode()).isZero();
    }

    @Test
    void tellsWrongUseAndAMissingCluster() {
        CommandRun unknown = status("nobody");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("the cluster has no job 'nobody'");
        assertThat(status("--wait-running").exitCode()).isEqualTo(2);
        assertThat(CommandRun.kindred("status", "--conf", "/no/such/folder").exitCode())
                .isEqualTo(2);

        stop();
        CommandRun missing = status();
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err())
                .startsWith("status: cannot reach a Flink cluster at http://127.0.0.1:")
                .contains("jobs/cluster.sh start")
                .doesNotContain("\tat ");
    }

    @Test
    void waitsForTheFirstCheckpoint() {
        put("/jobs/1/checkpoints", "{'counts':{'completed':1}}");
        CommandRun run = status("--wait-running", "1");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEmpty();

        put("/jobs/1/checkpoints", "{'counts':{'completed':0}}");
        job("1", "FINISHED");
        assertThat(status("--wait-running", "1").exitCode()).isZero();
    }

    @Test
    void doesNotWaitForAJobThatFails() {
        put("/jobs/1/exceptions?maxExceptions=1", FAILURE.formatted(5));

        CommandRun run = status("--wait-running", "1");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo(
                        "the job 'people' (1) fails and is started again before its first"
                                + " checkpoint: the disk is full\n");
    }

    @Test
    void findsTheRunningJobOfAName() throws Exception {
        jobs(
                "{'jid':'1','name':'people','state':'FINISHED','start-time':1000},"
                        + "{'jid':'2','name':'people','state':'RESTARTING','start-time':2000}");
        ClusterJobs jobs = new ClusterJobs(new FlinkRest(address()));

        assertThat(jobs.running("people")).map(ClusterJobs.Job::id).contains("2");
        assertThat(jobs.running("others")).isEmpty();
        jobs("{'jid':'1','name':'people','state':'FINISHED','start-time':1000}");
        assertThat(jobs.running("people")).isEmpty();
    }

    private void jobs(String jobs) {
        put("/jobs/overview", "{'jobs':[" + jobs + "]}");
    }

    /** A job at the time 1,000,000, which has completed a checkpoint 40 s ago. */
    private void job(String id, String state) {
        String path = "/jobs/" + id;
        put(
                path,
                ("{'jid':'%s','name':'people','state':'%s','start-time':1000,'now':1000000,"
                                + "'vertices':[{'id':'a','name':'Source: read crm -> decode crm'},"
                                + "{'id':'b','name':'shard'}]}")
                        .formatted(id, state));
        put(
                path + "/checkpoints",
                "{'counts':{'completed':3},"
                        + "'latest':{'completed':{'id':7,'latest_ack_timestamp':960000}}}");
        put(path + "/checkpoints/config", "{'interval':10000}");
        put(path + "/exceptions?maxExceptions=1", "{'exceptionHistory':{'entries':[]}}");
        put(path + "/metrics", "[{'id':'numRestarts'}]");
        put(path + "/metrics?get=numRestarts", "[{'id':'numRestarts','value':'2'}]");
        put(
                path + "/accumulators",
                "{'user-task-accumulators':[{'name':'records-read','value':'9'},"
                        + "{'name':'dead-letters','type':'LongCounter','value':'5'}]}");
        String lag = "Source__read_crm.pendingRecords";
        put(path + "/vertices/a/subtasks/metrics", "[{'id':'" + lag + "'},{'id':'other'}]");
        put(
                path + "/vertices/a/subtasks/metrics?get=" + lag + "&agg=sum",
                "[{'id':'" + lag + "','sum':1234.0}]");
        String largest = "shard.shard-largest-entity";
        put(path + "/vertices/b/subtasks/metrics", "[{'id':'" + largest + "'}]");
        put(
                path + "/vertices/b/subtasks/metrics?get=" + largest + "&agg=max",
                "[{'id':'" + largest + "','max':1007.0}]");
    }

    private void put(String path, String answer) {
        answers.put(path, json(answer));
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private CommandRun status(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("status", "--address", address(), "--pause", "PT0S"));
        arguments.addAll(List.of(more));
        return CommandRun.kindred(arguments.toArray(String[]::new));
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String answer = answers.get(exchange.getRequestURI().toString());
        byte[] body = (answer == null ? NONE : answer).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
