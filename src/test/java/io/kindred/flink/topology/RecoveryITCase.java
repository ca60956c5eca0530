package io.kindred.flink.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.operator.DecodeFunction;
import io.kindred.flink.operator.JobCounts;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.oracle.OracleResult;
import io.kindred.storage.shard.ChangedDeclarationException;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.testkit.AnswerRows;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.FoldedOutputs;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

@ExtendWith(SharedCluster.class)
class RecoveryITCase {

    private static final int VERSIONS = 1800;
    private static final int FAILURES = 4;
    private static final int PARALLELISM = 2;
    private static final int FILES = 3;

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({"final, 1, 100, 15", "changelog, 7, 20, 17"})
    void endsAsTheOracleSaysThoughItFails(String output, int shards, int batch, long seed)
            throws Exception {
        Input input = Input.of("in", seed, VERSIONS);
        endsAsTheOracleSaysThoughItFails(
                job("job", input)
                        .with("output", output)
                        .with("shards", shards)
                        .with("batch", batch(batch))
                        .withOptionalOutputs(),
                input,
                output);
    }

    /**
     * All rows in one shard. A failure leaves files that are not complete; none of them may be
     * shown.
     */
    @Test
    void theSameOfParquetFiles() throws Exception {
        Input input = Input.of("in", 19, VERSIONS);
        endsAsTheOracleSaysThoughItFails(
                job("job", input).with("batch", batch(100)).withOptionalOutputs().toParquet(),
                input,
                "changelog");
    }

    private static void endsAsTheOracleSaysThoughItFails(TestJob job, Input input, String output)
            throws Exception {
        long seed = input.seed();
        try (Disturbance failures = new Disturbance("failures", seed, FAILURES)) {
            Map<String, Object> counts = finish(start(job, failures));

            assertThat(failures.failuresLeft()).as("failures to come, seed %d", seed).isZero();
            assertThat(failures.restores())
                    .as("subtasks that went on from a checkpoint, seed %d", seed)
                    .isGreaterThanOrEqualTo(FAILURES);
            check(job, input, counts, output.equals("final"));
            assertThat(JobRun.outputs(job).goldenValues())
                    .as("seed %d", seed)
                    .isEqualTo(input.oracle().goldenValues());
            assertThat(JobRun.outputs(job).records()).isEqualTo(input.oracle().records());
        }
    }

    @Tag("nightly")
    @ParameterizedTest
    @CsvSource({
        "changelog, 1, 1, 11",
        "changelog, 1, 7, 12",
        "changelog, 1, 100, 13",
        "final, 1, 1, 14",
        "changelog, 2, 7, 16",
        "changelog, 64, 20, 17",
        "final, 7, 7, 18"
    })
    void endsAsTheOracleSaysThoughItFailsWithOtherBatches(
            String output, int shards, int batch, long seed) throws Exception {
        endsAsTheOracleSaysThoughItFails(output, shards, batch, seed);
    }

    @Tag("nightly")
    @ParameterizedTest
    @CsvSource("NATIVE, 1")
    void ofOneShardGoesOnFromASavepointAtAnotherParallelism(SavepointFormatType format, int shards)
            throws Exception {
        goesOnFromASavepointAtAnotherParallelismWithOtherBatches(format, shards);
    }

    @ParameterizedTest
    @CsvSource("CANONICAL, 7")
    void goesOnFromASavepointAtAnotherParallelismWithOtherBatches(
            SavepointFormatType format, int shards) throws Exception {
        Input input = Input.of("in", 21, VERSIONS);
        TestJob job = job("job", input).with("shards", shards);
        String savepoint = stopMidway(job, input, format);

        try (Disturbance failures = new Disturbance("more failures", 22, 2)) {
            Map<String, Object> counts =
                    finish(restore(savepoint, job.with("batch", batch(100)), 3, failures));
            assertThat(failures.restores()).isGreaterThanOrEqualTo(3);
            check(job, input, counts, false);
        }
    }

    @Test
    void refusesASavepointWithAnotherNumberOfShards() throws Exception {
        Input input = Input.of("in", 61, 500);
        TestJob job = job("job", input).with("shards", 7);
        String savepoint = stopMidway(job, input, SavepointFormatType.CANONICAL);
        try (Disturbance none = new Disturbance("none", 0, 0)) {
            for (int other : new int[] {1, 8}) {
                assertThatThrownBy(() -> restore(savepoint, job.with("shards", other), 2, none))
                        .isInstanceOf(InvalidConfigException.class)
                        .hasMessage(
                                job.config().file()
                                        + ": shards: the state in "
                                        + savepoint
                                        + " has 7 shards, a number that cannot change; use 7,"
                                        + " or migrate its records: jobs/migrate.sh --from "
                                        + savepoint
                                        + " --to FOLDER "
                                        + job.config().file());
            }
        }
    }

    @Test
    void nothingIsLostOfASourceThatEndsBeforeTheFailure() throws Exception {
        Input brief = Input.of("brief", 51, 200);
        Input lasting = Input.of("lasting", 51, VERSIONS);
        TestJob job = job("job", brief, lasting);
        try (Disturbance failure = Disturbance.afterEndOf("late failure", "brief")) {
            Map<String, Object> counts = finish(start(job, failure));

            assertThat(failure.failuresLeft()).isZero();
            assertThat(failure.restores()).isPositive();
            checkResults(job, brief.and(lasting), counts, false);
        }
    }

    @Test
    void refusesASavepointThatAnotherOntologyMade() throws Exception {
        Input input = Input.of("in", 31, 1000);
        TestJob job = job("job", input);
        String savepoint = stopMidway(job, input, SavepointFormatType.NATIVE);
        String changed = CollidingPeople.ONTOLOGY.replace("max_records: 5", "max_records: 6");
        try (Disturbance none = new Disturbance("none", 0, 0)) {
            // It would be started anew for ever if that could help.
            job.ontology(changed)
                    .with("flink", Map.of("restart-strategy.type", "exponential-delay"));
            JobClient restored = restore(savepoint, job, PARALLELISM, none);

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
                    .contains("the state was built with another ontology or timeline")
                    .containsPattern("identity_keys\\[\\w+]\\.max_records: was 5, is 6");
        }
    }

    @Tag("nightly")
    @ParameterizedTest
    @ValueSource(strings = "# a comment\n")
    void takesAnOntologyWithAComment(String addition) throws Exception {
        takesAnOntologyThatMeansTheSame(addition);
    }

    @ParameterizedTest
    @ValueSource(strings = "  another: {weight: 100}\n")
    void takesAnOntologyThatMeansTheSame(String addition) throws Exception {
        Input input = Input.of("in", 41, 1000);
        TestJob job = job("job", input);
        String savepoint = stopMidway(job, input, SavepointFormatType.NATIVE);
        String laidOut = CollidingPeople.ONTOLOGY + addition;
        try (Disturbance none = new Disturbance("none", 0, 0)) {
            Map<String, Object> counts =
                    finish(restore(savepoint, job.ontology(laidOut), PARALLELISM, none));
            check(job, input, counts, false);
        }
    }

    @Tag("nightly")
    @ParameterizedTest
    @ValueSource(ints = 1)
    void queriesAddedToOneShardAreAnsweredOnceThroughFailures(int shards) throws Exception {
        queriesAddedOnRestoreAreAnsweredOnceThroughFailures(shards);
    }

    @Tag("nightly")
    @ParameterizedTest
    @ValueSource(ints = 7)
    void queriesAddedOnRestoreAreAnsweredOnceThroughFailures(int shards) throws Exception {
        Input input = Input.of("in", 31, VERSIONS);
        TestJob job = job("asked", input).with("shards", shards);
        String savepoint = stopMidway(job, input, SavepointFormatType.NATIVE);
        List<String> questions = new ArrayList<>();
        List<RecordIdentity> asked = new ArrayList<>();
        for (SourceRecord record : input.records) {
            asked.add(record.identity());
            questions.add(
                    String.format(
                            "{\"id\": %d, \"deadline_ms\": 3600000, \"record\": {\"entity_type\":"
                                    + " \"%s\", \"perspective\": \"%s\", \"uid\": \"%s\"}}",
                            questions.size(),
                            record.identity().entityType(),
                            record.identity().perspective(),
                            record.identity().uid()));
        }
        job.lines("ask.jsonl", questions)
                .with("queries", List.of(Map.of("type", "files", "path", "ask.jsonl")))
                .with("sinks", sinksWithAnswers());
        try (Disturbance failures = new Disturbance("asked", 31, 2)) {
            Map<String, Object> counts = finish(restore(savepoint, job, PARALLELISM, failures));
            assertThat(failures.failuresLeft()).isZero();
            check(job, input, counts, false);
        }
        Map<String, JsonNode> answers = AnswerRows.read(job);
        assertThat(answers.values())
                .hasSameSizeAs(questions)
                .extracting(row -> row.path("outcome").asText())
                .containsOnly("entity", "unknown");
        checkRevisions(answers, asked, JobRun.outputs(job));
    }

    /** They are those of rows that say the same. */
    private static void checkRevisions(
            Map<String, JsonNode> answers, List<RecordIdentity> asked, FoldedOutputs outputs) {
        Map<RecordIdentity, NavigableMap<Long, String>> shown = outputs.assignmentsByRevision();
        int known = 0;
        for (int i = 0; i < asked.size(); i++) {
            JsonNode answer = answers.get(Integer.toString(i));
            if (answer.has("revision")) {
                known++;
                assertThat(shown.get(asked.get(i)))
                        .containsEntry(
                                answer.path("revision").longValue(),
                                answer.path("entity_id").asText());
            }
        }
        assertThat(known).isPositive();
    }

    private static Map<String, Object> sinksWithAnswers() {
        Map<String, Object> sinks = new LinkedHashMap<>();
        for (String output :
                List.of(
                        "entities",
                        "assignments",
                        "conflicts",
                        "generic_keys",
                        "dead_letters",
                        "answers")) {
            sinks.put(output, Map.of("type", "files", "path", "out/" + output));
        }
        return sinks;
    }

    private String stopMidway(TestJob job, Input input, SavepointFormatType format)
            throws Exception {
        try (Disturbance hold = Disturbance.holding("hold", input.lines.size() / 2)) {
            JobClient client = start(job, hold);
            hold.awaitPaused();
            String savepoint =
                    client.stopWithSavepoint(
                                    false, folder.resolve("savepoints").toUri().toString(), format)
                            .get();
            hold.resume();
            return savepoint;
        }
    }

    private static JobClient start(TestJob job, Disturbance disturbance) throws Exception {
        return start(job, PARALLELISM, disturbance, new Configuration());
    }

    private static JobClient restore(
            String savepoint, TestJob job, int parallelism, Disturbance disturbance)
            throws Exception {
        Configuration given = new Configuration();
        given.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        return start(job, parallelism, disturbance, given);
    }

    private static JobClient start(
            TestJob job, int parallelism, Disturbance disturbance, Configuration given)
            throws Exception {
        JobConfig config = job.config();
        StreamExecutionEnvironment env = JobRun.environment(config, parallelism, given);
        JobGraphBuilder.build(env, config, disturbance::disturb);
        return env.executeAsync(config.name());
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
        FoldedOutputs outputs = JobRun.outputs(job);
        OracleResult expected = input.expected();
        assertThat(outputs.result()).as("seed %d", input.seed).isEqualTo(expected);
        assertThat(outputs.greatestRevision() == 1).isEqualTo(oneRevision);
        assertThat(outputs.anyGone()).isNotEqualTo(oneRevision);
        assertThat(expected.conflicts()).isNotEmpty();
        assertThat(expected.genericKeys()).isNotEmpty();
        assertThat(outputs.deadLetters())
                .as("dead letters, seed %d", input.seed)
                .hasSize(input.bad)
                .doesNotHaveDuplicates();
        JobCounts all = new JobCounts(counts);
        assertThat(
                        List.of(
                                all.get(Count.RECORDS),
                                all.get(Count.ENTITIES),
                                all.get(Count.CONFLICTS),
                                all.get(Count.GENERIC_KEYS),
                                all.get(Count.ACCEPTED)
                                        + all.get(Count.REPLAYED)
                                        + all.get(Count.OUTDATED)))
                .as("records, entities, conflicts, generic keys, inputs; seed %d", input.seed)
                .containsExactly(
                        (long) expected.assignments().size(),
                        (long) expected.entities().size(),
                        (long) expected.conflicts().size(),
                        (long) expected.genericKeys().size(),
                        (long) input.lines.size() - input.bad);
    }

    private TestJob job(String name, Input... inputs) {
        TestJob job =
                new TestJob(folder.resolve(name), CollidingPeople.ONTOLOGY)
                        .with("batch", batch(7))
                        .with("checkpoint_interval_ms", 30)
                        .restarting();
        for (Input input : inputs) {
            job.dealt(input.name, FILES, input.lines)
                    .source(Map.of("name", input.name, "format", "record", "path", input.name));
        }
        return job;
    }

    private static Map<String, Integer> batch(int records) {
        return Map.of("records", records, "interval_ms", 50);
    }

    private record Input(
            String name, long seed, List<SourceRecord> records, List<String> lines, int bad) {

        static Input of(String name, long seed, int versions) {
            List<SourceRecord> records = CollidingPeople.versions(seed, versions);
            List<String> lines = new ArrayList<>();
            records.forEach(record -> lines.add(RecordJson.line(record)));
            int bad = versions / 100;
            for (int i = 0; i < bad; i++) {
                lines.add(i * 97 % lines.size(), "{\"uid\": \"bad " + i + "\"}");
            }
            return new Input(name, seed, records, lines, bad);
        }

        Input and(Input other) {
            List<SourceRecord> allRecords = new ArrayList<>(records);
            allRecords.addAll(other.records);
            List<String> allLines = new ArrayList<>(lines);
            allLines.addAll(other.lines);
            return new Input(
                    name + " and " + other.name, seed, allRecords, allLines, bad + other.bad);
        }

        Oracle oracle() {
            return CollidingPeople.oracle(records);
        }

        OracleResult expected() {
            return oracle().result();
        }
    }
}
