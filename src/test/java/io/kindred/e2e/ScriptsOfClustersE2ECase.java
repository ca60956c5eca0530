package io.kindred.e2e;

import io.kindred.testkit.FreePorts;
import io.kindred.testkit.StubCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the scripts say when nothing is there or they are misused, and how they use another Flink.
 */
class ScriptsOfClustersE2ECase {

    private static final String ONE = "11111111111111111111111111111111";
    private static final String OTHER = "22222222222222222222222222222222";

    @TempDir private Path run;

    @ParameterizedTest
    @ValueSource(strings = {"cluster", "kafka", "submit", "savepoint", "stop", "bench-kafka"})
    void tellTheirUse(String script) {
        assertThat(call(script, "--help").succeeded()).contains("jobs/" + script + ".sh");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cluster|begin|unknown command 'begin', expected start, status or stop",
                "cluster|start --task-managers none|--task-managers is 'none', expected 1 to 100",
                "cluster|start --port 70000|--port is '70000', expected 1 to 65535",
                "cluster|start --flink newest|--flink is 'newest', expected a version such as 2.3.0",
                "cluster|start -D rest.port|-D is 'rest.port', expected OPTION=VALUE",
                "cluster|start --no-such 1|unknown option --no-such of start",
                "cluster|stop now|stop takes no options",
                "kafka|start --port x|--port is 'x', expected 1 to 65535",
                "kafka|start --heap many|--heap is 'many', expected a size such as 512m",
                "kafka|topic a b|one topic is expected, found 'a' and 'b'",
                "kafka|topic a --partitions 0|--partitions is '0', expected 1 to 10000",
                "kafka|consume|the name of a topic is expected",
                "submit|--no-such|unknown option --no-such",
                "submit|-p|-p needs a value",
                "submit|a.yaml --wait --wait-running|--wait cannot be combined with --wait-running",
                "submit|a.yaml b.yaml|one job file is expected, found 'a.yaml' and 'b.yaml'",
                "savepoint|a b c|a job and a folder are expected, found a b c",
                "stop|a --cancel --savepoint b|--cancel cannot be combined with --savepoint",
                "stop|a --cancel --drain|--cancel cannot be combined with --drain"
            })
    void refuseWrongUse(String script, String arguments, String message) {
        Script.Call call = call(script, arguments.split(" "));
        assertThat(call.err()).startsWith("kindred: " + message);
        assertThat(call.exitCode()).isEqualTo(2);
    }

    @Test
    void tellThatNothingRuns() {
        assertThat(call("cluster", "status").exitCode()).isEqualTo(3);
        assertThat(call("kafka", "status").exitCode()).isEqualTo(3);
        assertThat(call("cluster", "stop").succeeded()).isEqualTo("no cluster runs");
        assertThat(call("kafka", "stop").succeeded()).contains("no broker runs");
        for (String script : List.of("submit", "savepoint", "stop")) {
            Script.Call call = call(script, "job.yaml");
            assertThat(call.exitCode()).isEqualTo(1);
            assertThat(call.err()).contains("no cluster has been started", "jobs/cluster.sh start");
        }
        Script.Call call = call("kafka", "topic", "t");
        assertThat(call.exitCode()).isEqualTo(1);
        assertThat(call.err()).contains("no broker runs", "jobs/kafka.sh start");
        Script.Call status = call("status");
        assertThat(status.exitCode()).isEqualTo(2);
        assertThat(status.err()).contains("no cluster is known", "jobs/cluster.sh start");
    }

    @Test
    void leaveAPortAloneThatSomethingElseHas() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            String free = Integer.toString(FreePorts.next());
            Script.Call cluster = call("cluster", "start", "--port", port, "--rpc-port", free);
            assertThat(cluster.exitCode()).isEqualTo(1);
            assertThat(cluster.err())
                    .contains("port " + port + " is in use", "choose another with --port");
            Script.Call kafka = call("kafka", "start", "--port", free, "--controller-port", port);
            assertThat(kafka.exitCode()).isEqualTo(1);
            assertThat(kafka.err())
                    .contains(
                            "port " + port + " is in use", "choose another with --controller-port");
        }
    }

    @Test
    void tellWhatFlinkDoesNotTake() {
        Script.Call call =
                call(
                        "cluster",
                        "start",
                        "--port=" + FreePorts.next(),
                        "--rpc-port=" + FreePorts.next(),
                        "--task-manager-memory=10m");
        assertThat(call.exitCode()).isEqualTo(1);
        assertThat(call.err()).contains("Flink rejects this configuration").doesNotContain("\tat ");
    }

    @Test
    void useAnotherFlink() throws IOException {
        Path flink = flink("2026-01-01 10:00:00 : " + ONE + " : my people (RUNNING)");

        Script.Call submitted =
                call(
                        flink,
                        "submit",
                        "a job.yaml",
                        "-p",
                        "3",
                        "--from",
                        "/kept/chk-1",
                        "--allow-removed",
                        "--force",
                        "--wait-running",
                        "-Da.b=c");
        assertThat(submitted.succeeded()).isEqualTo(ONE);
        assertThat(said(flink))
                .endsWith(
                        "run",
                        "-d",
                        "-p",
                        "3",
                        "-Da.b=c",
                        Path.of("target/kindred.jar").toAbsolutePath().toString(),
                        "resolve",
                        "a job.yaml",
                        "--from",
                        "file:///kept/chk-1",
                        "--allow-removed",
                        "--force",
                        "--wait-running");

        assertThat(call(flink, "savepoint", "my people", "/sp", "--native").succeeded())
                .isEqualTo("file:/sp/savepoint-1");
        assertThat(said(flink)).endsWith("savepoint", "--type", "native", ONE, "file:///sp");
        assertThat(call(flink, "stop").succeeded()).isEqualTo("file:/sp/savepoint-1");
        assertThat(said(flink)).endsWith("stop", "--type", "canonical", ONE);
        assertThat(call(flink, "stop", "--drain").succeeded()).isEqualTo("file:/sp/savepoint-1");
        assertThat(said(flink)).endsWith("stop", "--type", "canonical", "--drain", ONE);
        assertThat(call(flink, "stop", ONE, "--cancel").succeeded()).isEmpty();
        assertThat(said(flink)).endsWith("cancel", ONE);
    }

    /** The id is needed to stop a job that fails again and again. */
    @Test
    void printTheIdOfAJobThatFailsBeforeItsFirstCheckpoint() throws IOException {
        Path flink = flink("");
        Files.writeString(flink.resolve("code"), "1");

        Script.Call call = call(flink, "submit", "job.yaml", "--wait-running");

        assertThat(call.exitCode()).isEqualTo(1);
        assertThat(call.out().strip()).isEqualTo(ONE);
    }

    @Tag("nightly")
    @Test
    void askTheClusterOfAnotherFlinkForItsJobs() throws IOException {
        Path flink = flink("");
        try (StubCluster cluster = StubCluster.of("failed", "running")) {
            Files.writeString(
                    Files.createDirectories(flink.resolve("conf")).resolve("config.yaml"),
                    "rest: {address: 127.0.0.1, port: " + cluster.port() + "}\n");

            assertThat(call(flink, "status").succeeded()).startsWith("people live  RUNNING");
        }
    }

    @Test
    void askWhichJobIsMeant() throws IOException {
        String two =
                "2026-01-01 10:00:00 : "
                        + ONE
                        + " : people (RUNNING)\n2026-01-01 10:00:00 : "
                        + OTHER
                        + " : people (RUNNING)";
        Path flink = flink(two);
        for (String wanted : List.of("", "people")) {
            Script.Call call = wanted.isEmpty() ? call(flink, "stop") : call(flink, "stop", wanted);
            assertThat(call.exitCode()).isEqualTo(1);
            assertThat(call.err()).contains("which job?", ONE, OTHER);
        }
        Script.Call call = call(flink, "stop", "nobody");
        assertThat(call.exitCode()).isEqualTo(1);
        assertThat(call.err()).contains("no job 'nobody' runs; there are:", ONE, OTHER);
        assertThat(call(flink("Waiting for response..."), "stop").err()).contains("no job runs");
    }

    private Script.Call call(String script, String... arguments) {
        return new Script(run, Map.of()).call(script, arguments);
    }

    private Script.Call call(Path flink, String script, String... arguments) {
        return new Script(run, Map.of("FLINK_HOME", flink.toString())).call(script, arguments);
    }

    /** A folder with a command that writes down what it is told, and knows some jobs. */
    private Path flink(String jobs) throws IOException {
        Path home = Files.createDirectories(run.resolve("my flink"));
        Path command = Files.createDirectories(home.resolve("bin")).resolve("flink");
        Files.writeString(home.resolve("jobs"), jobs + "\n");
        Files.writeString(
                command,
                """
                #!/usr/bin/env bash
                home=$(dirname -- "$0")/..
                printf '%%s\\n' "$@" >>"$home/said"
                case $1 in
                    list) cat "$home/jobs" ;;
                    run)
                        echo "Job has been submitted with JobID %s"
                        [ ! -f "$home/code" ] || exit "$(cat "$home/code")"
                        ;;
                    savepoint | stop) echo "Savepoint completed. Path: file:/sp/savepoint-1" ;;
                esac
                """
                        .formatted(ONE));
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }

    private static List<String> said(Path flink) throws IOException {
        return Files.readAllLines(flink.resolve("said"));
    }
}
