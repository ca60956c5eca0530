package io.kindred.flink.topology;

import io.kindred.model.Conflict;
import io.kindred.oracle.Oracle;
import io.kindred.oracle.OracleResult;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.CombinedVectors;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** All worked cases together as the input of a job, in both modes and with several shards. */
@ExtendWith(SharedCluster.class)
class VectorJobITCase {

    private static final CombinedVectors VECTORS = CombinedVectors.all();
    private static final Oracle ORACLE =
            Oracle.after(VECTORS.ontology(), Timeline.INTEGER, VECTORS.arrivals());

    @TempDir private Path folder;

    /** Entity ids depend on names of entity types; all else is what the cases say. */
    @Test
    void theOracleSaysOfAllTogetherWhatTheCasesSay() {
        assertThat(VECTORS.split(ORACLE.result()))
                .containsExactlyInAnyOrderEntriesOf(VECTORS.expected());
    }

    @ParameterizedTest
    @CsvSource({"changelog, 7, 50", "final, 1, 1000"})
    void endsInTheExpectedResult(String output, int shards, int batch) throws Exception {
        TestJob job =
                job(output)
                        .with("output", output)
                        .with("shards", shards)
                        .with("batch", Map.of("records", batch));

        JobRun run = JobRun.of(job, SharedCluster.PARALLELISM);

        check(run);
    }

    @Tag("nightly")
    @ParameterizedTest
    @CsvSource({
        "changelog, 1, 1",
        "changelog, 1, 50",
        "changelog, 7, 1000",
        "changelog, 2, 7",
        "changelog, 64, 50",
        "final, 2, 50",
        "final, 7, 1",
        "final, 64, 7"
    })
    void endsInTheExpectedResultWithOtherShardsAndBatches(String output, int shards, int batch)
            throws Exception {
        endsInTheExpectedResult(output, shards, batch);
    }

    private TestJob job(String output) {
        TestJob job = new TestJob(folder, VECTORS.ontologyJson()).with("now", CombinedVectors.NOW);
        List<List<String>> parts = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < VECTORS.unordered().size(); i++) {
            parts.get(i % parts.size()).add(VECTORS.unordered().get(i));
        }
        // Only within a file the order of arrival is kept.
        job.lines("ordered.jsonl", VECTORS.ordered())
                .lines("a/1.jsonl", parts.get(0))
                .lines("a/2.jsonl.gz", parts.get(1))
                .lines("b.jsonl", parts.get(2));
        return output.equals("final")
                ? job.records(List.of("ordered.jsonl", "a", "b.jsonl"))
                : job.records("ordered.jsonl").records("a").records("b.jsonl");
    }

    private static void check(JobRun run) {
        OracleResult expected = ORACLE.result();
        OracleResult actual = run.outputs().result();
        assertThat(VECTORS.split(actual)).containsExactlyInAnyOrderEntriesOf(VECTORS.expected());
        assertThat(actual).isEqualTo(expected);
        Map<String, Conflict> conflicts = new HashMap<>();
        for (Conflict conflict : expected.conflicts()) {
            conflicts.put(ORACLE.conflictId(conflict), conflict);
        }
        assertThat(run.outputs().conflictsById()).isEqualTo(conflicts);
        assertThat(run.outputs().strayGenericKeyIds()).isEmpty();
        assertThat(run.outputs().straySuccessors()).isEmpty();
        assertThat(run.outputs().deadLetters()).isEmpty();
        assertThat(run.read()).isEqualTo(VECTORS.arrivals().size() - 1);
        assertThat(run.count(Count.ENTITIES)).isEqualTo(expected.entities().size());
        assertThat(run.count(Count.CONFLICTS)).isEqualTo(expected.conflicts().size());
        assertThat(run.count(Count.GENERIC_KEYS)).isEqualTo(expected.genericKeys().size());
    }
}
