package io.kindred.flink.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.kindred.codec.DeadLetter;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.connector.RawInput;
import io.kindred.model.QueryAnswer;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.AnswerRows;
import io.kindred.testkit.FoldedOutputs;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import io.kindred.testkit.Vector;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;

/** Questions asked of a running job, over and over. */
@ExtendWith(SharedCluster.class)
class QueriesJobITCase {

    /** So often each is asked; most of them only if the records take very long. */
    private static final int ROUNDS = 200;

    private static final String LAST = "/" + (ROUNDS - 1);

    private static final String REVISION = "revision";

    private static final Set<String> LET_GO = ConcurrentHashMap.newKeySet();

    @TempDir private Path folder;

    @Tag("nightly")
    @ParameterizedTest
    @CsvSource({"random-9, 1", "random-50, 7"})
    void areAnsweredFromWhatIsSettledInOtherCases(String name, int shards) throws Exception {
        areAnsweredFromWhatIsSettled(name, shards);
    }

    @ParameterizedTest
    @CsvSource({"random-9, 7", "random-6, 1"})
    void areAnsweredFromWhatIsSettled(String name, int shards) throws Exception {
        Vector vector = Vector.load(name);
        Oracle oracle = new Oracle(vector.ontology(), Timeline.INTEGER, vector.records());
        Map<RecordIdentity, String> entities = oracle.result().assignments();
        List<RecordIdentity> records = entities.keySet().stream().sorted().limit(4).toList();
        TestJob job =
                job(vector, records, entities)
                        .with("shards", shards)
                        .with("batch", Map.of("interval_ms", 20));

        Map<String, JsonNode> answers = run(job, name + shards, vector);

        assertThat(answers)
                .hasSize(ROUNDS * (vector.queries().size() + 4 * records.size() - 1) + 2);
        assertThat(answers.get("match").path("outcome").asText()).isEqualTo("new_entity");
        assertThat(answers.get("match").path("entity_id").asText()).startsWith("person-");
        JsonNode again = answers.get("match" + LAST);
        assertThat(again.path("replaces").asBoolean()).as("%s", again).isTrue();
        assertThat(again.path("entity_id").asText()).isEqualTo(entities.get(records.get(0)));
        for (int i = 0; i < records.size(); i++) {
            JsonNode entity = answers.get("record" + i + LAST);
            assertThat(entity.path("outcome").asText()).isEqualTo("entity");
            assertThat(entity.path("entity_id").asText()).isEqualTo(entities.get(records.get(i)));
            JsonNode byId = answers.get("entity" + i + LAST);
            assertThat(byId.path("outcome").asText()).isEqualTo("entity");
            assertThat(byId.path("records")).isEqualTo(entity.path("records"));
            assertThat(byId.path("golden")).isEqualTo(entity.path("golden"));
            JsonNode one = answers.get("one" + i + LAST);
            assertThat(one.path("outcome").asText()).isEqualTo("record");
            assertThat(one.path("records").path(0).path("entity_id").asText())
                    .isEqualTo(entities.get(records.get(i)));
            if (i > 0) {
                JsonNode pair = answers.get("pair" + i + LAST);
                boolean isSame =
                        entities.get(records.get(i)).equals(entities.get(records.get(i - 1)));
                assertThat(pair.path("outcome").asText().equals("same_entity"))
                        .as("%s", pair)
                        .isEqualTo(isSame);
            }
        }
        FoldedOutputs outputs = FoldedOutputs.read(job.config());
        checkRevisions(answers, records, outputs);
        List<DeadLetter> letters = outputs.deadLetters();
        assertThat(letters).extracting(DeadLetter::position).containsExactly("line 1");
        assertThat(letters.get(0).error())
                .isEqualTo(
                        "the question is missing, expected one of where, record, entity, "
                                + "explain and match");
    }

    /** Of any moment they are those of rows that say the same, and in the end those of the last. */
    private static void checkRevisions(
            Map<String, JsonNode> answers, List<RecordIdentity> records, FoldedOutputs outputs) {
        Map<RecordIdentity, NavigableMap<Long, String>> shown = outputs.assignmentsByRevision();
        for (int i = 0; i < records.size(); i++) {
            NavigableMap<Long, String> rows = shown.get(records.get(i));
            String ofRecord = "record" + i;
            for (int round = 0; round < ROUNDS; round++) {
                JsonNode answer = answers.get(ofRecord + "/" + round);
                if (answer.has(REVISION)) {
                    assertThat(rows)
                            .containsEntry(
                                    answer.path(REVISION).longValue(),
                                    answer.path("entity_id").asText());
                }
            }
            assertThat(answers.get(ofRecord + LAST).path(REVISION).longValue())
                    .isEqualTo(rows.lastKey());
        }
        answers.forEach(
                (id, answer) -> {
                    if (!id.startsWith("record")) {
                        assertThat(answer.has(REVISION)).as(id).isFalse();
                    }
                });
    }

    private TestJob job(
            Vector vector, List<RecordIdentity> records, Map<RecordIdentity, String> entities) {
        List<String> lines =
                new ArrayList<>(
                        List.of(
                                "{\"id\": \"nothing\"}",
                                "{\"id\": \"match\", \"match\": {\"entity_type\": \"person\","
                                        + " \"perspective\": \"new\", \"uid\": \"1\"}}"));
        for (int round = 0; round < ROUNDS; round++) {
            String ofRound = "/" + round;
            for (int i = 0; i < vector.queries().size(); i++) {
                lines.add(AnswerRows.question("values" + i + ofRound, vector.queries().get(i)));
            }
            for (int i = 0; i < records.size(); i++) {
                String record = identity(records.get(i));
                lines.add(
                        String.format("{\"id\":\"record%d%s\",\"record\":%s}", i, ofRound, record));
                lines.add(
                        String.format(
                                "{\"id\":\"entity%d%s\",\"entity\":\"%s\"}",
                                i, ofRound, entities.get(records.get(i))));
                lines.add(String.format("{\"id\":\"one%d%s\",\"explain\":%s}", i, ofRound, record));
                if (i > 0) {
                    lines.add(
                            String.format(
                                    "{\"id\":\"pair%d%s\",\"explain\":[%s,%s]}",
                                    i, ofRound, identity(records.get(i - 1)), record));
                }
            }
        }
        lines.add(
                String.format(
                        "{\"id\":\"match%s\",\"match\":%s}",
                        LAST, RecordJson.line(current(vector, records.get(0)))));
        Map<String, Object> sinks = new LinkedHashMap<>();
        for (String output : List.of("entities", "assignments", "dead_letters", "answers")) {
            sinks.put(output, Map.of("type", "files", "path", "out/" + output));
        }
        return new TestJob(folder, vector.ontologyJson())
                .lines("in.jsonl", vector.lines())
                .records("in.jsonl")
                .lines("ask.jsonl", lines)
                .with("queries", List.of(Map.of("type", "files", "path", "ask.jsonl")))
                .with("sinks", sinks);
    }

    private static SourceRecord current(Vector vector, RecordIdentity identity) {
        return vector.records().stream()
                .filter(record -> record.identity().equals(identity))
                .max(
                        Comparator.comparingLong(
                                        (SourceRecord record) -> record.version().orElseThrow())
                                .thenComparing(SourceRecord::compareContent))
                .orElseThrow();
    }

    private static String identity(RecordIdentity record) {
        return String.format(
                "{\"entity_type\":\"%s\",\"perspective\":\"%s\",\"uid\":\"%s\"}",
                record.entityType(), record.perspective(), record.uid());
    }

    /** Runs it to its end, which comes soon after the answers are right. */
    private Map<String, JsonNode> run(TestJob job, String run, Vector vector) throws Exception {
        JobConfig config = job.config();
        StreamExecutionEnvironment env = JobRun.environment(config, SharedCluster.PARALLELISM);
        JobGraphBuilder.build(
                env,
                config,
                UnaryOperator.identity(),
                inputs ->
                        inputs.map(input -> slowly(run, input))
                                .returns(RawInput.class)
                                .uid("slowly"));
        JobClient client = env.executeAsync(config.name());
        var end = client.getJobExecutionResult();
        while (!end.isDone() && !areRight(AnswerRows.read(job), vector)) {
            try {
                end.get(200, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // It is to be looked again.
            }
        }
        LET_GO.add(run);
        end.get();
        Map<String, JsonNode> answers = AnswerRows.read(job);
        assertThat(valuesFound(answers, LAST, vector)).isEqualTo(vector.answers());
        return answers;
    }

    private static RawInput slowly(String run, RawInput input) throws InterruptedException {
        if (!LET_GO.contains(run)) {
            // Not blocked, so that barriers pass.
            Thread.sleep(5);
        }
        return input;
    }

    private static boolean areRight(Map<String, JsonNode> answers, Vector vector) {
        for (int round = 0; round < ROUNDS; round++) {
            if (!answers.containsKey("values0/" + round)) {
                return false;
            }
            if (valuesFound(answers, "/" + round, vector).equals(vector.answers())) {
                return true;
            }
        }
        return false;
    }

    private static List<QueryAnswer> valuesFound(
            Map<String, JsonNode> answers, String round, Vector vector) {
        List<QueryAnswer> found = new ArrayList<>();
        for (int i = 0; i < vector.queries().size(); i++) {
            JsonNode row = answers.get("values" + i + round);
            if (row == null) {
                return found;
            }
            found.add(AnswerRows.answer(row));
        }
        return found;
    }
}
