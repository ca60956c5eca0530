package io.kindred.cli;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.OracleResult;
import io.kindred.temporal.Interval;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.FoldedOutputs;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.TestJob;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs that continue, and write into tables.
 *
 * @param folder of the job and its state
 * @param tables reads what the tables have
 */
record ContinuedTables(Path folder, Map<String, Object> sinks, Callable<FoldedOutputs> tables) {

    /** How many records each run has. */
    private static final List<Integer> RUNS = List.of(5, 1, 1);

    /** All of one entity. */
    private static final List<SourceRecord> RECORDS =
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

    /** With changelog, an entity that grows is not written again before the end of a run. */
    void checkEveryRun(String output) throws Exception {
        TestJob job =
                new TestJob(folder.resolve("job"), CollidingPeople.ONTOLOGY)
                        .with("output", output)
                        .with("sinks", sinks)
                        .with(
                                "large_entities",
                                Map.of("records", 1, "restate_interval_ms", 3_600_000))
                        .source(Map.of("format", "record", "path", "in"));
        int read = 0;
        for (int run = 0; run < RUNS.size(); run++) {
            List<SourceRecord> fresh = RECORDS.subList(read, read + RUNS.get(run));
            read += fresh.size();
            job.lines("in/day" + run + ".jsonl", fresh.stream().map(RecordJson::line).toList());
            CommandRun done = CommandRun.continued(job.jobFile(), folder.resolve("state"));
            assertThat(done.exitCode()).as(done.err()).isZero();
            assertThat(tables.call().result()).as("run %d", run).isEqualTo(expected(read));
        }
    }

    private static OracleResult expected(int number) {
        return CollidingPeople.oracle(RECORDS.subList(0, number)).result();
    }
}
