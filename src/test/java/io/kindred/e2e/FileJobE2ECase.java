package io.kindred.e2e;

import io.kindred.flink.config.JobConfig;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.FoldedOutputs;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.TestJob;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

/** From files to files on a cluster of processes, as a user runs it. */
@Tag("nightly")
class FileJobE2ECase {

    private static final int VERSIONS = 8_000;
    private static final int CARRIED_VERSIONS = 2_500;
    private static final int VERSIONS_OF_A_WORLD = 250;
    private static final int FILES = 12;
    private static final int BAD_LINES = 40;

    /** Keeps a job that is to be stopped from ending by itself. */
    private static final String IDLE = "idle";

    @TempDir private static Path run;
    private static ProcessBroker broker;
    private static ProcessCluster cluster;

    @TempDir private Path folder;

    @BeforeAll
    static void start() throws Exception {
        CompletableFuture<ProcessBroker> starting =
                CompletableFuture.supplyAsync(() -> ProcessBroker.start(run));
        try {
            cluster =
                    ProcessCluster.start(
                            run, Map.of("execution.checkpointing.min-pause", "100 ms"));
        } finally {
            broker = starting.join();
        }
        broker.create(IDLE, 1);
    }

    @AfterAll
    static void end() {
        try {
            cluster.close();
        } finally {
            broker.close();
        }
    }

    @Test
    void endsAsIfNothingHadBeenLostStoppedOrRescaled() {
        SeparatePeople people = new SeparatePeople(71, VERSIONS, VERSIONS_OF_A_WORLD);
        TestJob job = job("people", people).source(broker.source(IDLE));
        JobConfig config = job.config();

        String id = cluster.submit(job.jobFile(), "-p", "2");
        assertThat(cluster.rest().operators(id))
                .anyMatch(name -> name.contains("read people"))
                .anyMatch(name -> name.contains("shard"))
                .anyMatch(name -> name.contains("publish"));
        cluster.awaitCheckpoints(id, 1);
        assertThat(cluster.call("status", "--job", config.name(), "--json").succeeded())
                .contains("\"id\":\"" + id + "\"", "\"ok\":true", "\"name\":\"people\"");
        Script.Call second = cluster.call("submit", job.jobFile().toString(), "--overwrite");
        assertThat(second.exitCode()).isEqualTo(2);
        assertThat(second.err()).contains("is on the cluster already (" + id, "add --force");

        // A task manager is lost: the job goes on by itself on what is left.
        cluster.killTaskManager(1);
        cluster.startAgain();
        cluster.awaitRestores(id, 1);
        cluster.awaitRunning(id);

        String savepoint = cluster.call("stop", config.name()).succeeded();
        assertThat(savepoint).contains("/savepoints/savepoint-" + id.substring(0, 6));
        cluster.awaitState(id, "FINISHED");
        id = cluster.submit(job.jobFile(), "-p", "4", "--from", savepoint);
        assertThat(cluster.rest().parallelism(id)).isEqualTo(4);
        cluster.awaitCheckpoints(id, 1);

        // Everything is lost: the newest checkpoint is found by the name of the job.
        cluster.killAll();
        assertThat(cluster.call("cluster", "status").exitCode()).isEqualTo(3);
        cluster.startAgain();
        id = cluster.submit(job.jobFile(), "-p", "3", "--from", "latest");
        assertThat(cluster.rest().parallelism(id)).isEqualTo(3);
        cluster.awaitEndOf(id, "people");
        cluster.call("stop", id, "--drain").succeeded();
        cluster.awaitState(id, "FINISHED");

        FoldedOutputs outputs = JobRun.outputs(job);
        assertThat(outputs.result()).isEqualTo(people.expected());
        assertThat(outputs.anyGone()).isTrue();
        assertThat(outputs.deadLetters()).hasSize(BAD_LINES).doesNotHaveDuplicates();
    }

    /** {@code MigrateCommandITCase} shows the same without processes. */
    @Test
    void goesOnWithOtherNumbersOfShards() {
        SeparatePeople people = new SeparatePeople(72, CARRIED_VERSIONS, VERSIONS_OF_A_WORLD);
        TestJob job = job("carried", people);
        TestJob before = job("carried", people).source(broker.source(IDLE));
        String id = cluster.submit(before.jobFile(), "-p", "2", "--wait-running");
        assertThat(cluster.rest().completedCheckpoints(id)).isPositive();
        String state = cluster.call("stop", id).succeeded();
        cluster.awaitState(id, "FINISHED");

        job.with("shards", 6);
        String savepoint =
                cluster.call(
                                "migrate",
                                "--from",
                                state,
                                "--to",
                                folder.resolve("savepoints").toString(),
                                "--overwrite",
                                "--quiet",
                                job.jobFile().toString())
                        .succeeded();
        id = cluster.submit(job.jobFile(), "-p", "3", "--from", savepoint);
        cluster.awaitState(id, "FINISHED");
        assertThat(JobRun.outputs(job).result()).isEqualTo(people.expected());
    }

    @Test
    void showsItselfAndItsLogsInTheWebInterface() {
        assertThat(cluster.rest().page("/")).contains("Flink");
        assertThat(cluster.rest().page("/jobmanager/log")).contains("StandaloneSession");
        assertThat(cluster.rest().page("/taskmanagers/taskmanager-2/log"))
                .contains("Successful registration at resource manager");
    }

    private TestJob job(String name, SeparatePeople people) {
        List<String> lines = new ArrayList<>();
        people.versions().forEach(record -> lines.add(RecordJson.line(record)));
        for (int i = 0; i < BAD_LINES; i++) {
            lines.add(i * 2999 % lines.size(), "{\"uid\": \"bad " + i + "\"}");
        }
        return new TestJob(folder.resolve(name), CollidingPeople.ONTOLOGY)
                .dealt("in", FILES, lines)
                .source(Map.of("name", "people", "format", "record", "path", "in"))
                .with("batch", Map.of("records", 300, "interval_ms", 100))
                .with("checkpoint_interval_ms", 500);
    }
}
