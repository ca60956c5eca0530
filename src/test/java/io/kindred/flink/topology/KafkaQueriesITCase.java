package io.kindred.flink.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.connector.RawInput;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.KafkaBroker;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.SharedBroker;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.testutils.CommonTestUtils;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;

/** Questions in one topic, answers in another. */
@ExtendWith(SharedCluster.class)
class KafkaQueriesITCase {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int RECORDS = 4000;
    private static final int QUESTIONS = 200;
    private static final int FAILURES = 2;
    private static final int PARTITIONS = 2;

    /** No checkpoint of a test's own accord; twice as long is no longer than a transaction. */
    private static final int NEVER_MS = 420_000;

    private static final String ANN =
            "{\"entity_type\":\"person\",\"perspective\":\"crm\",\"uid\":\"ann\",\"descriptors\":"
                    + "[{\"attr\":\"email\",\"value\":\"ann@x.org\"}]}";

    private static final KafkaBroker BROKER = SharedBroker.get();

    @TempDir private Path folder;

    @Tag("nightly")
    @ParameterizedTest
    @ValueSource(ints = 1)
    void ofOneShardAreAnsweredOnceEachThoughTheJobFails(int shards) throws Exception {
        areAnsweredOnceEachThoughTheJobFails(shards);
    }

    @ParameterizedTest
    @ValueSource(ints = 4)
    void areAnsweredOnceEachThoughTheJobFails(int shards) throws Exception {
        String name = "failing-" + shards;
        List<SourceRecord> records = CollidingPeople.versions(shards, RECORDS);
        List<RecordIdentity> asked =
                records.stream().map(SourceRecord::identity).distinct().limit(QUESTIONS).toList();
        List<String> questions = new ArrayList<>();
        for (int i = 0; i < QUESTIONS; i++) {
            questions.add(question("q" + i, asked.get(i % asked.size())));
        }
        BROKER.create(name, PARTITIONS);
        BROKER.sendAll(name, PARTITIONS, questions);
        long clientsBefore = clients();
        TestJob job =
                job(name, CollidingPeople.ONTOLOGY, Map.of("topic", name, "end", "latest"))
                        .lines("in.jsonl", records.stream().map(RecordJson::line).toList())
                        .with("shards", shards)
                        .with("batch", Map.of("records", 50, "interval_ms", 20))
                        .with("checkpoint_interval_ms", 50)
                        .restarting();
        try (Disturbance failures = new Disturbance(name, shards, FAILURES)) {
            JobConfig config = job.config();
            StreamExecutionEnvironment env =
                    JobRun.environment(config, SharedCluster.PARALLELISM, new Configuration());
            JobGraphBuilder.build(
                    env,
                    config,
                    failures::disturb,
                    inputs ->
                            inputs.map(KafkaQueriesITCase::slowly)
                                    .returns(RawInput.class)
                                    .uid("slowly"));
            env.execute(name);
            assertThat(failures.failuresLeft()).isZero();
        }

        awaitNoMoreClients(clientsBefore);
        Map<String, JsonNode> answers = answersById(BROKER.read(answersOf(name)));
        assertThat(answers).hasSize(QUESTIONS);
        for (int i = 0; i < QUESTIONS; i++) {
            assertThat(answers.get("q" + i).path("outcome").asText()).isIn("entity", "unknown");
        }
    }

    /** Whatever a task manager runs, and however often it fails, it has clients of nobody left. */
    private static void awaitNoMoreClients(long before) throws Exception {
        CommonTestUtils.waitUtil(() -> clients() <= before, PATIENCE, "clients are left");
    }

    private static long clients() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(
                        thread ->
                                thread.getName().startsWith("kafka-admin-client-thread")
                                        || thread.getName()
                                                .startsWith("kafka-producer-network-thread"))
                .count();
    }

    @Test
    void whatIsNoQuestionIsADeadLetterWithAllThatCame() throws Exception {
        String name = "poison";
        BROKER.create(name, 1);
        byte[] notUtf8 = {'{', (byte) 0xff};
        byte[] tooLong = "x".repeat((1 << 20) + 1).getBytes(StandardCharsets.UTF_8);
        ProducerRecord<byte[], byte[]> poison =
                new ProducerRecord<>(name, 0, new byte[] {(byte) 0xfe}, notUtf8);
        poison.headers().add("trace", new byte[] {1, 2});
        BROKER.send(name, 0, "k", askForAnn("good"));
        BROKER.send(poison);
        BROKER.send(name, 0, "k", null);
        BROKER.send(name, 0, "k", "{\"id\":\"nothing\"}");
        BROKER.send(new ProducerRecord<>(name, 0, null, tooLong));
        BROKER.create("poison-dead", 1);
        TestJob job = annJob(name, Map.of("topic", name, "end", "latest"));
        job.with(
                "sinks",
                Map.of(
                        "assignments", Map.of("type", "files", "path", "out/assignments"),
                        "dead_letters", Map.of("type", "kafka", "topic", "poison-dead"),
                        "answers", Map.of("type", "kafka", "topic", answersOf(name))));

        JobRun run = JobRun.of(job, SharedCluster.PARALLELISM);

        assertThat(answersById(BROKER.read(answersOf(name)))).containsOnlyKeys("good");
        assertThat(run.deadLetters()).isEqualTo(4);
        List<ConsumerRecord<byte[], byte[]>> dead = BROKER.read("poison-dead");
        assertThat(dead)
                .extracting(letter -> headers(letter).get("kindred.error"))
                .satisfiesExactly(
                        error -> assertThat(error).contains("UTF-8"),
                        error ->
                                assertThat(error)
                                        .isEqualTo(
                                                "a tombstone (the message has no value), expected"
                                                        + " a question"),
                        error -> assertThat(error).startsWith("the question is missing"),
                        error ->
                                assertThat(error)
                                        .startsWith("1048577 bytes, over the limit of 1048576"));
        assertThat(dead.get(0).key()).isEqualTo(new byte[] {(byte) 0xfe});
        assertThat(dead.get(0).value()).isEqualTo(notUtf8);
        assertThat(headers(dead.get(0)))
                .containsEntry("trace", "\u0001\u0002")
                .containsEntry("kindred.source", "ask")
                .containsEntry("kindred.topic", name)
                .containsEntry("kindred.partition", "0")
                .containsEntry("kindred.offset", "1");
        assertThat(dead.get(1).value()).isNull();
    }

    @Test
    void atLeastOnceAnswersDoNotWaitForACheckpoint() throws Exception {
        String name = "soon";
        BROKER.create(name, 1);
        TestJob job =
                annJob(name, Map.of("topic", name))
                        .with("sinks", sinks(name, "at_least_once"))
                        .with("checkpoint_interval_ms", NEVER_MS);
        JobClient client = start(job, new Configuration());
        try {
            JsonNode answer = JSON.createObjectNode();
            // The records are in files, and nothing says which of both is read first.
            for (int i = 0; !answer.path("outcome").asText().equals("entity"); i++) {
                String id = "q" + i;
                BROKER.send(name, 0, null, askForAnn(id));
                answer = await(name, id, true);
            }
            assertThat(answer.path("records").path(0).path("uid").asText()).isEqualTo("ann");
        } finally {
            client.cancel().get();
        }
    }

    @Test
    void exactlyOnceAnswersAreSeenWithACheckpointAndAreNotGivenAgainAfterIt() throws Exception {
        String name = "exactly";
        BROKER.create(name, 1);
        TestJob job = annJob(name, Map.of("topic", name)).with("checkpoint_interval_ms", NEVER_MS);

        BROKER.send(name, 0, null, askForAnn("q1"));
        JobClient client = start(job, new Configuration());
        await(name, "q1", false);
        assertThat(BROKER.read(answersOf(name))).isEmpty();
        String savepoint = stop(client);
        assertThat(answersById(BROKER.read(answersOf(name)))).containsOnlyKeys("q1");

        BROKER.send(name, 0, null, askForAnn("q2"));
        Configuration given = new Configuration();
        given.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        JobClient restored = start(job, given);
        await(name, "q2", false);
        stop(restored);
        assertThat(answersById(BROKER.read(answersOf(name)))).containsOnlyKeys("q1", "q2");
    }

    private static JobClient start(TestJob job, Configuration given) throws Exception {
        JobConfig config = job.config();
        given.setString("restart-strategy.type", "disable");
        StreamExecutionEnvironment env =
                JobRun.environment(config, SharedCluster.PARALLELISM, given);
        JobGraphBuilder.build(env, config, UnaryOperator.identity());
        return env.executeAsync(config.name());
    }

    private String stop(JobClient client) throws Exception {
        String savepoint =
                client.stopWithSavepoint(
                                false,
                                folder.resolve("savepoints").toUri().toString(),
                                SavepointFormatType.CANONICAL)
                        .get();
        client.getJobExecutionResult().get();
        return savepoint;
    }

    private static JsonNode await(String name, String id, boolean committed) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Map<String, JsonNode> answers =
                    answersById(
                            committed
                                    ? BROKER.read(answersOf(name))
                                    : BROKER.readUncommitted(answersOf(name)));
            if (answers.containsKey(id)) {
                return answers.get(id);
            }
        }
        throw new AssertionError("no answer to " + id + " within " + PATIENCE);
    }

    /** Each question has one answer, whose key is the question's id. */
    private static Map<String, JsonNode> answersById(
            List<ConsumerRecord<byte[], byte[]>> messages) {
        Map<String, JsonNode> answers = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> message : messages) {
            JsonNode row;
            try {
                row = JSON.readTree(message.value());
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + message, e);
            }
            String id = row.path("id").asText();
            assertThat(new String(message.key(), StandardCharsets.UTF_8)).isEqualTo(id);
            assertThat(message.headers()).isEmpty();
            assertThat(answers.put(id, row)).as("the answer before to " + id).isNull();
        }
        return answers;
    }

    private TestJob annJob(String name, Map<String, Object> questions) throws Exception {
        return job(name, "entity_types: {person: {}}", questions).lines("in.jsonl", List.of(ANN));
    }

    private TestJob job(String name, String ontology, Map<String, Object> questions)
            throws Exception {
        BROKER.create(answersOf(name), PARTITIONS);
        Map<String, Object> source = new LinkedHashMap<>(questions);
        source.put("type", "kafka");
        source.put("name", "ask");
        return new TestJob(folder.resolve(name), ontology)
                .records("in.jsonl")
                .with("kafka", Map.of("bootstrap_servers", BROKER.servers()))
                .with("queries", List.of(source))
                .with("sinks", sinks(name, "exactly_once"));
    }

    private static Map<String, Object> sinks(String name, String delivery) {
        return Map.of(
                "assignments",
                Map.of("type", "files", "path", "out/assignments"),
                "answers",
                Map.of("type", "kafka", "topic", answersOf(name), "delivery", delivery));
    }

    private static String answersOf(String name) {
        return name + "-answers";
    }

    private static String askForAnn(String id) {
        return question(id, new RecordIdentity("person", "crm", "ann"));
    }

    private static String question(String id, RecordIdentity record) {
        return String.format(
                "{\"id\":\"%s\",\"deadline_ms\":600000,\"record\":{\"entity_type\":\"%s\","
                        + "\"perspective\":\"%s\",\"uid\":\"%s\"}}",
                id, record.entityType(), record.perspective(), record.uid());
    }

    private static RawInput slowly(RawInput input) throws InterruptedException {
        // Not blocked, so that barriers pass.
        Thread.sleep(5);
        return input;
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> message) {
        Map<String, String> headers = new TreeMap<>();
        for (Header each : message.headers()) {
            headers.put(each.key(), new String(each.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }
}
