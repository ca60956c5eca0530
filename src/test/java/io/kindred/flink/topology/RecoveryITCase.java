package io.kindred.flink.topology;

import io.kindred.codec.OntologyReader;
import io.kindred.flink.operator.DecodeFunction;
import io.kindred.flink.operator.ShardCounts;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.oracle.OracleResult;
import io.kindred.storage.ChangedDeclarationException;
import io.kindred.storage.ShardMeta.Count;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.OutputRows;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class RecoveryITCase {

    private static final int VERSIONS = 3000;
    private static final int FAILURES = 5;

    @RegisterExtension
    private static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "changelog, 1, 11",
        "changelog, 7, 12",
        "changelog, 100, 13",
        "final, 1, 14",
        "final, 100, 15"
    })
    void endsAsIfNothingHadFailed(String output, int batch, long seed) throws Exception {
        Input input = input("in", seed, VERSIONS);
        TestJob disturbed = new TestJob(folder.resolve("disturbed")).output(output).batch(batch);
        try (Disturbance failures = new Disturbance("failures", seed, FAILURES)) {
            Map<String, Object> counts = finish(disturbed.start(input.folder, failures));

            assertThat(failures.failuresLeft()).as("failures to come, seed %d", seed).isZero();
            assertThat(failures.restores())
                    .as("subtasks that went on from a checkpoint, seed %d", seed)
                    .isGreaterThanOrEqualTo(FAILURES);
            check(disturbed, input, counts, output.equals("final"));
        }
        TestJob calm = new TestJob(folder.resolve("calm")).output(output).batch(batch);
        try (Disturbance none = new Disturbance("none", seed, 0)) {
            finish(calm.start(input.folder, none));
        }
        assertThat(OutputRows.read(disturbed.out()).result())
                .as("seed %d", seed)
                .isEqualTo(OutputRows.read(calm.out()).result());
    }

    @ParameterizedTest
    @EnumSource(SavepointFormatType.class)
    void goesOnFromASavepointAtAnotherParallelismWithOtherBatches(SavepointFormatType format)
            throws Exception {
        Input input = input("in", 21, VERSIONS);
        TestJob job = new TestJob(folder.resolve("job")).batch(7).parallelism(2);
        String savepoint = stopMidway(job, input, format);

        try (Disturbance failures = new Disturbance("more failures", 22, 2)) {
            Map<String, Object> counts =
                    finish(
                            job.batch(100)
                                    .parallelism(3)
                                    .restore(savepoint, input.folder, failures));
            assertThat(failures.restores()).isGreaterThanOrEqualTo(3);
            check(job, input, counts, false);
        }
    }

    @Test
    void nothingIsLostOfASourceThatEndsBeforeTheFailure() throws Exception {
        Input brief = input("brief", 51, 200);
        Input lasting = input("lasting", 51, VERSIONS);
        TestJob job = new TestJob(folder.resolve("job"));
        try (Disturbance failure = Disturbance.afterEndOf("late failure", "brief")) {
            Map<String, Object> counts =
                    finish(
                            job.start(
                                    List.of(brief.folder, lasting.folder),
                                    failure,
                                    new Configuration()));

            assertThat(failure.failuresLeft()).isZero();
            assertThat(failure.restores()).isPositive();
            checkResults(job, brief.and(lasting), counts, false);
        }
    }

    @Test
    void refusesASavepointThatAnotherOntologyMade() throws Exception {
        Input input = input("in", 31, 1000);
        TestJob job = new TestJob(folder.resolve("job"));
        String savepoint = stopMidway(job, input, SavepointFormatType.NATIVE);
        String changed = CollidingPeople.ONTOLOGY.replace("max_records: 5", "max_records: 6");
        try (Disturbance none = new Disturbance("none", 0, 0)) {
            JobClient restored =
                    job.ontology(changed).withoutRestarts().restore(savepoint, input.folder, none);

            Throwable failure = catchThrowable(() -> finish(restored));

            assertThat(
                            ExceptionUtils.findSerializedThrowable(
                                    failure,
                                    ChangedDeclarationException.class,
                                    getClass().getClassLoader()))
                    .as("among the causes of %s", failure)
                    .get()
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains("the state was built under another ontology or timeline")
                    .contains("\"max_records\":5", "\"max_records\":6");
        }
    }

    @Test
    void takesAnOntologyThatDiffersInLayoutOnly() throws Exception {
        Input input = input("in", 41, 1000);
        TestJob job = new TestJob(folder.resolve("job"));
        String savepoint = stopMidway(job, input, SavepointFormatType.NATIVE);
        String laidOut = CollidingPeople.ONTOLOGY + "\n# a comment\n";
        try (Disturbance none = new Disturbance("none", 0, 0)) {
            Map<String, Object> counts =
                    finish(job.ontology(laidOut).restore(savepoint, input.folder, none));
            check(job, input, counts, false);
        }
    }

    private String stopMidway(TestJob job, Input input, SavepointFormatType format)
            throws Exception {
        try (Disturbance hold = Disturbance.holding("hold", input.lines.size() / 2)) {
            JobClient client = job.start(input.folder, hold);
            hold.awaitHeld();
            String savepoint =
                    client.stopWithSavepoint(
                                    false, folder.resolve("savepoints").toUri().toString(), format)
                            .get();
            hold.letGo();
            return savepoint;
        }
    }

    private static Map<String, Object> finish(JobClient client) throws Exception {
        JobExecutionResult result = client.getJobExecutionResult().get();
        return result.getAllAccumulatorResults();
    }

    private static void check(
            TestJob job, Input input, Map<String, Object> counts, boolean oneRevision) {
        checkResults(job, input, counts, oneRevision);
        assertThat(counts)
                .as("counts, seed %d", input.seed)
                .containsEntry(DecodeFunction.RECORDS_READ, (long) input.lines.size())
                .containsEntry(DecodeFunction.DEAD_LETTERS_COUNT, (long) input.bad);
    }

    private static void checkResults(
            TestJob job, Input input, Map<String, Object> counts, boolean oneRevision) {
        OutputRows rows = OutputRows.read(job.out());
        OracleResult expected = input.expected();
        assertThat(rows.result()).as("seed %d", input.seed).isEqualTo(expected);
        assertThat(rows.greatestRevision() == 1).isEqualTo(oneRevision);
        assertThat(rows.anyGone()).isNotEqualTo(oneRevision);
        assertThat(expected.conflicts()).isNotEmpty();
        assertThat(expected.genericKeys()).isNotEmpty();
        assertThat(OutputRows.lines(job.out().resolve("dead-letters")))
                .as("dead letters, seed %d", input.seed)
                .hasSize(input.bad)
                .doesNotHaveDuplicates();
        assertThat(counts)
                .as("counts of shards, seed %d", input.seed)
                .containsEntry(
                        ShardCounts.name(Count.RECORDS), (long) expected.assignments().size())
                .containsEntry(ShardCounts.name(Count.ENTITIES), (long) expected.entities().size())
                .containsEntry(
                        ShardCounts.name(Count.CONFLICTS), (long) expected.conflicts().size())
                .containsEntry(
                        ShardCounts.name(Count.GENERIC_KEYS), (long) expected.genericKeys().size());
        assertThat(
                        count(counts, Count.ACCEPTED)
                                + count(counts, Count.REPLAYED)
                                + count(counts, Count.OUTDATED))
                .isEqualTo(input.lines.size() - input.bad);
    }

    private static long count(Map<String, Object> counts, Count count) {
        return (Long) counts.get(ShardCounts.name(count));
    }

    private Input input(String name, long seed, int versions) throws Exception {
        List<SourceRecord> records = CollidingPeople.versions(seed, versions);
        List<String> lines = new ArrayList<>(TestJob.lines(records));
        int bad = versions / 100;
        for (int i = 0; i < bad; i++) {
            lines.add(i * 97 % lines.size(), "{\"uid\": \"bad " + i + "\"}");
        }
        Path input = folder.resolve(name);
        TestJob.write(input, 3, lines);
        return new Input(seed, input, records, lines, bad);
    }

    private record Input(
            long seed, Path folder, List<SourceRecord> records, List<String> lines, int bad) {

        Input and(Input other) {
            List<SourceRecord> allRecords = new ArrayList<>(records);
            allRecords.addAll(other.records);
            List<String> allLines = new ArrayList<>(lines);
            allLines.addAll(other.lines);
            return new Input(seed, folder, allRecords, allLines, bad + other.bad);
        }

        OracleResult expected() {
            return new Oracle(
                            OntologyReader.read("ontology.yaml", CollidingPeople.ONTOLOGY),
                            Timeline.INTEGER,
                            records)
                    .result();
        }
    }
}
