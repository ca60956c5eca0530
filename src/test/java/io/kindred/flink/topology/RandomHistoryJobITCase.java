package io.kindred.flink.topology;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.model.Conflict;
import io.kindred.oracle.Arrival;
import io.kindred.oracle.Oracle;
import io.kindred.oracle.OracleResult;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.CombinedHistories;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.OntologyText;
import io.kindred.testkit.RandomOptions;
import io.kindred.testkit.RandomOptions.Extra;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.RowSchemas;
import io.kindred.testkit.Seeds;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.junit.jupiter.api.Tag;
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

/** Random histories of every profile, together in one job, in every setting. */
@ExtendWith(SharedCluster.class)
class RandomHistoryJobITCase {

    private static final int FILES = 3;

    private static final List<RandomOptions> PROFILES =
            List.of(
                    RandomOptions.MIXED.withSizes(40, 160),
                    RandomOptions.MIXED.withUnversioned().withSizes(25, 120),
                    RandomOptions.CONTESTED.withSizes(25, 120),
                    RandomOptions.GENERIC.withSizes(30, 150),
                    RandomOptions.TESTED.withSizes(20, 100),
                    RandomOptions.SCORED.withSizes(20, 100).withDecisionsErasuresAndRetention(),
                    RandomOptions.MIXED.withSizes(30, 150).withDecisionsErasuresAndRetention(),
                    RandomOptions.CONTESTED
                            .withUnversioned()
                            .withSizes(25, 120)
                            .with(Extra.values()));

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "changelog, 1, 1, 4, 0, 1",
        "final, 1, 4, 7, 33554432, 6",
        "changelog, 7, 3, 7, 20000, 10",
        "final, 2, 2, 1, 3000, 13"
    })
    void endsInWhatTheOracleSays(
            String output, int shards, int parallelism, int batch, long cache, long offset)
            throws Exception {
        long seed = Seeds.FIRST + offset;
        CombinedHistories histories = CombinedHistories.generate(seed, PROFILES);
        String where =
                String.format(
                        "seed %d, output %s, %d shards, parallelism %d, batches of %d, cache of %d",
                        seed, output, shards, parallelism, batch, cache);
        TestJob job =
                job(histories)
                        .with("output", output)
                        .with("shards", shards)
                        .with("batch", Map.of("records", batch))
                        .with("cache", Map.of("bytes", cache));
        JobConfig config = job.config();
        assertThat(config.ontology()).as(where).isEqualTo(histories.ontology());

        JobRun run = JobRun.of(job, parallelism);

        check(histories, run, where);
        for (Output written : config.sinks().byOutput().keySet()) {
            String name = Operators.jobFileName(written);
            RowSchemas.check(name, Timeline.INTEGER, job.output(name));
        }
    }

    @Tag("nightly")
    @ParameterizedTest
    @CsvSource({
        "changelog, 1, 2, 7, 3000, 2",
        "changelog, 1, 4, 1000, 33554432, 3",
        "final, 1, 1, 1000, 3000, 4",
        "final, 1, 2, 1, 20000, 5",
        "changelog, 2, 1, 3, 3000, 7",
        "changelog, 7, 2, 1, 0, 9",
        "changelog, 64, 3, 2, 33554432, 12",
        "final, 7, 1, 10, 33554432, 14",
        "final, 7, 3, 4, 0, 15",
        "final, 64, 2, 1, 20000, 16"
    })
    void endsInWhatTheOracleSaysWithOtherSettings(
            String output, int shards, int parallelism, int batch, long cache, long offset)
            throws Exception {
        endsInWhatTheOracleSays(output, shards, parallelism, batch, cache, offset);
    }

    private TestJob job(CombinedHistories histories) {
        TestJob job =
                new TestJob(folder, OntologyText.of(histories.ontology()))
                        .with("now", CombinedHistories.NOW)
                        .withOptionalOutputs();
        for (int file = 0; file < FILES; file++) {
            List<String> lines = new ArrayList<>();
            for (int i = file; i < histories.unordered().size(); i += FILES) {
                lines.add(RecordJson.line(histories.unordered().get(i)));
            }
            String name = "in-" + file + ".jsonl";
            job.lines(name, lines).records(name);
        }
        // Without versions the order of arrival counts, and only a file keeps it.
        return job.lines(
                        "ordered.jsonl",
                        histories.ordered().stream().map(RecordJson::line).toList())
                .records("ordered.jsonl");
    }

    private static void check(CombinedHistories histories, JobRun run, String where) {
        List<Arrival> arrivals = histories.arrivals();
        Oracle oracle = Oracle.after(histories.ontology(), Timeline.INTEGER, arrivals);
        long records = arrivals.stream().filter(Arrival.OfRecord.class::isInstance).count();
        OracleResult expected = oracle.result();
        assertThat(run.outputs().result()).as(where).isEqualTo(expected);
        assertThat(run.outputs().goldenValues()).as(where).isEqualTo(oracle.goldenValues());
        assertThat(run.outputs().records()).as(where).isEqualTo(oracle.records());
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
                        (long) arrivals.size() - 1,
                        0L,
                        (long) expected.assignments().size(),
                        (long) expected.entities().size(),
                        (long) expected.conflicts().size(),
                        (long) expected.genericKeys().size(),
                        records);
    }
}
