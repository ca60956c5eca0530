package io.kindred.flink.topology;

import io.kindred.flink.config.JobConfig;
import io.kindred.model.Conflict;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.oracle.OracleResult;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.OntologyText;
import io.kindred.testkit.RandomCase;
import io.kindred.testkit.RandomHistories;
import io.kindred.testkit.RandomOptions;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.TestClusters;
import io.kindred.testkit.TestJob;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class RandomHistoryJobITCase {

    private static final int FILES = 3;

    /** Another one gives other histories. */
    private static final long FIRST_SEED = Long.getLong("kindred.test.seed", 0);

    private static final List<RandomOptions> PROFILES =
            List.of(
                    RandomOptions.MIXED.withSizes(40, 160),
                    RandomOptions.MIXED.withUnversioned().withSizes(25, 120),
                    RandomOptions.CONTESTED.withSizes(25, 120),
                    RandomOptions.GENERIC.withSizes(30, 150));

    @RegisterExtension private static final MiniClusterExtension CLUSTER = TestClusters.twoByTwo();

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "changelog, 1, 1, 4, 0, 1",
        "changelog, 1, 2, 7, 3000, 2",
        "changelog, 1, 4, 1000, 33554432, 3",
        "final, 1, 1, 1000, 3000, 4",
        "final, 1, 2, 1, 20000, 5",
        "final, 1, 4, 7, 33554432, 6",
        "changelog, 2, 1, 3, 3000, 7",
        "changelog, 7, 2, 1, 0, 9",
        "changelog, 7, 3, 7, 20000, 10",
        "changelog, 64, 3, 2, 33554432, 12",
        "final, 2, 2, 3, 3000, 13",
        "final, 7, 1, 10, 33554432, 14",
        "final, 7, 3, 4, 0, 15",
        "final, 64, 2, 1, 20000, 16"
    })
    void endsInWhatTheOracleSays(
            String output, int shards, int parallelism, int batch, long cache, long offset)
            throws Exception {
        long seed = FIRST_SEED + offset;
        for (RandomOptions options : PROFILES) {
            // A file has no records that are carried over.
            RandomCase random = RandomHistories.generate(seed, options).withNothingCarried();
            String where =
                    String.format(
                            "seed %d, %s, output %s, %d shards, parallelism %d, batches of %d,"
                                    + " cache of %d",
                            seed, options, output, shards, parallelism, batch, cache);
            TestJob job =
                    job(random, options)
                            .with("output", output)
                            .with("shards", shards)
                            .with("batch", Map.of("records", batch))
                            .with("cache", Map.of("bytes", cache));
            JobConfig config = job.config();
            assertThat(config.ontology()).as(where).isEqualTo(random.ontology());

            JobRun run = JobRun.of(job, parallelism);

            check(random, run, where);
        }
    }

    private TestJob job(RandomCase random, RandomOptions options) {
        Path path = folder.resolve(options.profile() + (options.unversioned() ? "-ordered" : ""));
        TestJob job = new TestJob(path, OntologyText.of(random.ontology()));
        // Without versions the order of arrival counts, and only a file keeps it.
        int files = options.unversioned() ? 1 : FILES;
        for (int file = 0; file < files; file++) {
            List<String> lines = new ArrayList<>();
            for (int i = file; i < random.steps().size(); i += files) {
                lines.add(RecordJson.line(random.steps().get(i)));
            }
            String name = "in-" + file + ".jsonl";
            job.lines(name, lines).records(name);
        }
        return job;
    }

    private static void check(RandomCase random, JobRun run, String where) {
        List<SourceRecord> arrived = random.steps();
        Oracle oracle = new Oracle(random.ontology(), Timeline.INTEGER, arrived);
        OracleResult expected = oracle.result();
        assertThat(run.outputs().result()).as(where).isEqualTo(expected);
        Map<String, Conflict> conflicts = new HashMap<>();
        expected.conflicts()
                .forEach(conflict -> conflicts.put(oracle.conflictId(conflict), conflict));
        assertThat(run.outputs().conflictsById()).as(where).isEqualTo(conflicts);
        assertThat(run.outputs().strayGenericKeyIds()).as(where).isEmpty();
        assertThat(run.outputs().straySuccessors()).as(where).isEmpty();
        assertThat(run.outputs().deadLetters()).as(where).isEmpty();
        assertThat(
                        List.of(
                                run.read(),
                                run.deadLetters(),
                                run.count(Count.RECORDS),
                                run.count(Count.ENTITIES),
                                run.count(Count.CONFLICTS),
                                run.count(Count.GENERIC_KEYS),
                                run.count(Count.ACCEPTED)
                                        + run.count(Count.REPLAYED)
                                        + run.count(Count.OUTDATED)))
                .as("counts, " + where)
                .containsExactly(
                        (long) arrived.size(),
                        0L,
                        (long) expected.assignments().size(),
                        (long) expected.entities().size(),
                        (long) expected.conflicts().size(),
                        (long) expected.genericKeys().size(),
                        (long) arrived.size());
    }
}
