package io.kindred.e2e;

import io.kindred.testkit.FreePorts;
import org.awaitility.Awaitility;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** A Flink cluster of processes of its own on this machine, used through the scripts. */
final class ProcessCluster implements AutoCloseable {

    /** Of each task manager. */
    static final int SLOTS = 2;

    private static final int TASK_MANAGERS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Script scripts;
    private final StartedProcesses processes;
    private final ClusterRest rest;
    private final List<String> settings;

    private ProcessCluster(
            Script scripts, StartedProcesses processes, ClusterRest rest, List<String> settings) {
        this.settings = List.copyOf(settings);
        this.scripts = scripts;
        this.processes = processes;
        this.rest = rest;
    }

    /**
     * Starts a small cluster of two task managers.
     *
     * @param run the run folder
     * @param options Flink options
     */
    static ProcessCluster start(Path run, Map<String, String> options) {
        int port = FreePorts.next();
        Script scripts = new Script(run, Map.of());
        StartedProcesses processes = new StartedProcesses(run.resolve("cluster/pids"));
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "start",
                                "--port=" + port,
                                "--rpc-port=" + FreePorts.next(),
                                "--task-managers=" + TASK_MANAGERS,
                                "--slots=" + SLOTS,
                                "--job-manager-memory=704m",
                                "--task-manager-memory=1152m",
                                "-Dtaskmanager.memory.managed.size=192m",
                                "-Dtaskmanager.memory.jvm-metaspace.size=160m",
                                "-Djobmanager.memory.jvm-metaspace.size=160m",
                                // As often as it fails: the test decides when it is enough.
                                "-Drestart-strategy.type=fixed-delay",
                                "-Drestart-strategy.fixed-delay.attempts=1000",
                                "-Drestart-strategy.fixed-delay.delay=100 ms",
                                // What it says of jobs is as old as this.
                                "-Dweb.refresh-interval=200 ms",
                                // A process that was killed is missed after two of them.
                                "-Dheartbeat.interval=1 s"));
        options.forEach((name, value) -> arguments.add("-D" + name + "=" + value));
        try {
            scripts.call("cluster", arguments.toArray(String[]::new)).succeeded();
        } catch (AssertionError e) {
            processes.close();
            throw e;
        }
        return new ProcessCluster(scripts, processes, new ClusterRest(port), arguments);
    }

    ClusterRest rest() {
        return rest;
    }

    /** Any call of a script with the cluster's run folder. */
    Script.Call call(String script, String... arguments) {
        return scripts.call(script, arguments);
    }

    /**
     * Submits a job with {@code submit.sh} and waits until all its tasks run.
     *
     * @return the job's id
     */
    String submit(Path jobFile, String... options) {
        List<String> arguments = new ArrayList<>(List.of(jobFile.toString()));
        arguments.addAll(List.of(options));
        String job = call("submit", arguments.toArray(String[]::new)).succeeded();
        assertThat(job).as("what submit.sh prints").matches("[0-9a-f]{32}");
        awaitRunning(job);
        return job;
    }

    /** Waits until all tasks of a job run. */
    void awaitRunning(String job) {
        Awaitility.await("all tasks of " + job + " run")
                .atMost(PATIENCE)
                .until(() -> rest.areAllTasksRunning(job));
    }

    /** Waits until a job has completed so many more checkpoints than now. */
    void awaitCheckpoints(String job, int more) {
        long wanted = rest.completedCheckpoints(job) + more;
        Awaitility.await(more + " checkpoints of " + job)
                .atMost(PATIENCE)
                .until(() -> rest.completedCheckpoints(job) >= wanted);
    }

    /** Waits until a job has gone on from a checkpoint so many times. */
    void awaitRestores(String job, int times) {
        Awaitility.await(times + " restores of " + job)
                .atMost(PATIENCE)
                .until(() -> rest.restores(job) >= times);
    }

    /** Waits until a job is in a state. */
    void awaitState(String job, String state) {
        Awaitility.await(job + " is " + state)
                .atMost(PATIENCE)
                .until(() -> rest.state(job).equals(state));
    }

    /** Waits until a source of a job has been read to its end. */
    void awaitEndOf(String job, String source) {
        Awaitility.await(source + " of " + job + " is read")
                .atMost(PATIENCE)
                .until(() -> rest.hasEnded(job, "read " + source));
    }

    /** Kills a task manager. */
    void killTaskManager(int number) {
        processes.kill("taskmanager-" + number);
    }

    /** Kills all of it at once. */
    void killAll() {
        processes.killAll();
    }

    /** Starts what does not run, as it was. */
    void startAgain() {
        call("cluster", "start").succeeded();
    }

    /** The names of the processes that run. */
    List<String> running() {
        return processes.running();
    }

    /** Ends it and starts it again with another version of Flink. */
    void moveTo(String flinkVersion) {
        call("cluster", "stop").succeeded();
        List<String> arguments = new ArrayList<>(settings);
        arguments.add("--flink=" + flinkVersion);
        call("cluster", arguments.toArray(String[]::new)).succeeded();
    }

    @Override
    public void close() {
        processes.close();
    }
}
