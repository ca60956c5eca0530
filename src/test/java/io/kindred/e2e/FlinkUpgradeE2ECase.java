package io.kindred.e2e;

import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.TestJob;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** The same jar on a cluster of a newer Flink than it was built with. */
@Tag("nightly")
class FlinkUpgradeE2ECase {

    private static final String NEWER_FLINK = "2.3.0";
    private static final int VERSIONS = 12_000;
    private static final int VERSIONS_OF_A_WORLD = 250;
    private static final int FILES = 8;

    /** Keeps a job from ending by itself. */
    private static final String IDLE = "idle";

    @TempDir private Path run;
    @TempDir private Path folder;

    @Test
    void aJobGoesOnUnderItFromItsSavepoint() throws Exception {
        SeparatePeople people = new SeparatePeople(72, VERSIONS, VERSIONS_OF_A_WORLD);
        TestJob job;
        try (ProcessBroker broker = ProcessBroker.start(run);
                ProcessCluster cluster =
                        ProcessCluster.start(
                                run, Map.of("execution.checkpointing.min-pause", "100 ms"))) {
            broker.create(IDLE, 1);
            job = job(people, broker);
            assertThat(cluster.rest().flinkVersion()).isNotEqualTo(NEWER_FLINK);
            String before = cluster.submit(job.jobFile(), "-p", "2");
            cluster.awaitCheckpoints(before, 1);
            String savepoint = cluster.call("stop", before, "--native").succeeded();
            cluster.awaitState(before, "FINISHED");

            cluster.moveTo(NEWER_FLINK);

            assertThat(cluster.rest().flinkVersion()).isEqualTo(NEWER_FLINK);
            String after = cluster.submit(job.jobFile(), "-p", "3", "--from", savepoint);
            cluster.awaitEndOf(after, "people");
            cluster.call("stop", after, "--drain").succeeded();
            cluster.awaitState(after, "FINISHED");
        }
        assertThat(JobRun.outputs(job).result()).isEqualTo(people.expected());
    }

    private TestJob job(SeparatePeople people, ProcessBroker broker) {
        List<String> lines = people.versions().stream().map(RecordJson::line).toList();
        return new TestJob(folder.resolve("people"), CollidingPeople.ONTOLOGY)
                .dealt("in", FILES, lines)
                .source(Map.of("name", "people", "format", "record", "path", "in"))
                .source(broker.source(IDLE))
                .with("batch", Map.of("records", 300, "interval_ms", 100))
                .with("checkpoint_interval_ms", 500);
    }
}
