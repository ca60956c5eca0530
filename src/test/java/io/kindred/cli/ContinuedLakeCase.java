package io.kindred.cli;

import io.kindred.codec.OntologyReader;
import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.oracle.OracleResult;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.FoldedOutputs;
import io.kindred.testkit.IcebergTables;
import io.kindred.testkit.PaimonTables;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.TestJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs that continue, with tables of lakes. Runs with the optional libraries. */
class ContinuedLakeCase {

    /** How many records each run has. */
    private static final List<Integer> RUNS = List.of(5, 1, 1);

    @TempDir private Path folder;

    /** All of one entity. */
    private final List<SourceRecord> records =
            IntStream.range(0, 7)
                    .mapToObj(
                            number ->
                                    SourceRecord.upsert(
                                            new RecordIdentity("person", "crm", "r" + number),
                                            OptionalLong.of(1),
                                            List.of(
                                                    new Descriptor(
                                                            "email", "p@x.org", Interval.ALWAYS))))
                    .toList();

    @Test
    void tablesOfPaimonHaveTheRowsOfAllRuns() throws Exception {
        PaimonTables tables = new PaimonTables(folder);
        check(tables.sinks(), tables::fold);
    }

    @Test
    void tablesOfIcebergHaveTheRowsOfAllRuns() throws Exception {
        IcebergTables tables = new IcebergTables(folder);
        check(tables.sinks(), tables::fold);
    }

    /** An entity that grows is not written again before the end of a run. */
    private void check(Map<String, Object> sinks, Callable<FoldedOutputs> tables) throws Exception {
        TestJob job =
                new TestJob(folder.resolve("job"), CollidingPeople.ONTOLOGY)
                        .with("sinks", sinks)
                        .with(
                                "large_entities",
                                Map.of("records", 1, "restate_interval_ms", 3_600_000))
                        .source(Map.of("format", "record", "path", "in"));
        int read = 0;
        for (int run = 0; run < RUNS.size(); run++) {
            List<SourceRecord> fresh = records.subList(read, read + RUNS.get(run));
            read += fresh.size();
            job.lines("in/day" + run + ".jsonl", fresh.stream().map(RecordJson::line).toList());
            resolve(job);
            assertThat(tables.call().result()).as("run %d", run).isEqualTo(expected(read));
        }
    }

    private void resolve(TestJob job) {
        CommandRun run =
                CommandRun.kindred(
                        "resolve",
                        job.jobFile().toString(),
                        "--quiet",
                        "-p",
                        "2",
                        "--state",
                        folder.resolve("state").toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private OracleResult expected(int number) {
        return new Oracle(
                        OntologyReader.read("ontology.yaml", CollidingPeople.ONTOLOGY),
                        Timeline.INTEGER,
                        records.subList(0, number))
                .result();
    }
}
