package io.kindred.e2e;

import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.TestJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** The same jar on a cluster of a newer Flink than it was built with. */
class FlinkUpgradeE2ECase {

    private static final String NEWER_FLINK = "2.3.0";
    private static final int VERSIONS = 30_000;

    /** So many that a job is not over before it is stopped. */
    private static final int VERSIONS_OF_A_WORLD = 250;

    private static final int FILES = 8;

    @TempDir private Path run;
    @TempDir private Path folder;

    @Test
    void aJobGoesOnUnderItFromItsSavepoint() {
        SeparatePeople people = new SeparatePeople(72, VERSIONS, VERSIONS_OF_A_WORLD);
        TestJob job = job(people);
        try (ProcessCluster cluster =
                ProcessCluster.start(run, Map.of("execution.checkpointing.min-pause", "100 ms"))) {
            assertThat(cluster.rest().flinkVersion()).isNotEqualTo(NEWER_FLINK);
            String before = cluster.submit(job.jobFile(), "-p", "2");
            cluster.awaitCheckpoints(before, 1);
            assertThat(cluster.rest().state(before)).as("it must not be over").isEqualTo("RUNNING");
            String savepoint = cluster.call("stop", before, "--native").succeeded();
            cluster.awaitState(before, "FINISHED");

            cluster.moveTo(NEWER_FLINK);

            assertThat(cluster.rest().flinkVersion()).isEqualTo(NEWER_FLINK);
            String after = cluster.submit(job.jobFile(), "-p", "3", "--from", savepoint);
            cluster.awaitState(after, "FINISHED");
        }
        assertThat(JobRun.outputs(job).result()).isEqualTo(people.expected());
    }

    private TestJob job(SeparatePeople people) {
        List<String> lines = people.versions().stream().map(RecordJson::line).toList();
        return new TestJob(folder.resolve("people"), CollidingPeople.ONTOLOGY)
                .dealt("in", FILES, lines)
                .source(Map.of("name", "people", "format", "record", "path", "in"))
                .with("batch", Map.of("records", 300, "interval_ms", 100))
                .with("checkpoint_interval_ms", 500);
    }
}
