package io.kindred.flink.topology;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.kafka.KafkaInputs;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.KafkaBroker;
import io.kindred.testkit.SharedBroker;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What becomes of a position when its topic is not any more what it was. */
@ExtendWith(SharedCluster.class)
class KafkaPositionsITCase {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ONTOLOGY =
            "entity_types: {person: {identity_keys: [{name: email, attributes: [email]}]}}";
    private static final Map<String, Object> CONTINUE = Map.of("on_data_loss", "continue");

    private static final KafkaBroker BROKER = SharedBroker.get();

    @TempDir private Path folder;

    @Test
    void messagesThatWereRemovedBeforeARestoreAreMissed() throws Exception {
        BROKER.create("removed", 1);
        send("removed", "0", "1", "2");
        String savepoint = readAndStop("removed", Map.of("topic", "removed"), "0", "1", "2");
        send("removed", "3", "4", "5");
        removeUpTo("removed", 5);

        JobClient failing =
                start("removed", Map.of("topic", "removed", "start", "latest"), 1, savepoint);

        assertThatThrownBy(() -> failing.getJobExecutionResult().get())
                .hasStackTraceContaining(
                        "source 'in': topic 'removed', partition 0: the saved offset is 3, the"
                                + " first available offset 5 and the end 6: offsets 3 to 4 were"
                                + " removed before they were read");

        JobClient continuing =
                start("removed", with(CONTINUE, Map.of("topic", "removed")), 2, savepoint);
        await(() -> published("removed").equals(Set.of("0", "1", "2", "5")));
        continuing.cancel().get();
    }

    @Test
    void messagesThatAreRemovedBeforeASlowReaderAreMissed() throws Exception {
        BROKER.create("overrun", 1);
        send("overrun", "0");
        try (KafkaProducer<byte[], byte[]> open =
                BROKER.newProducer(Map.of("transactional.id", "overrun"))) {
            open.initTransactions();
            open.beginTransaction();
            open.send(message("overrun", "1")).get();
            JobClient failing = start("overrun", Map.of("topic", "overrun"), 1, null);
            JobClient continuing =
                    start("overrun-on", with(CONTINUE, Map.of("topic", "overrun")), 1, null);
            // Behind the transaction nobody reads.
            await(() -> published("overrun").equals(Set.of("0")));
            await(() -> published("overrun-on").equals(Set.of("0")));

            removeUpTo("overrun", 2);

            assertThatThrownBy(() -> failing.getJobExecutionResult().get())
                    .hasStackTraceContaining("the saved offset is 1, the first available offset 2");
            open.abortTransaction();
            send("overrun", "2");
            await(() -> published("overrun-on").equals(Set.of("0", "2")));
            continuing.cancel().get();
        }
    }

    @Test
    void aTopicThatWasMadeAnewIsNotReadFromTheOldOffset() throws Exception {
        BROKER.create("anew", 1);
        send("anew", "0", "1");
        Map<String, Object> topic = Map.of("topic", "anew");
        String savepoint = readAndStop("anew", topic, "0", "1");
        BROKER.admin().deleteTopics(List.of("anew")).all().get();
        BROKER.create("anew", 2);
        send("anew", "2", "3", "4");

        JobClient failing = start("anew", topic, 1, savepoint);

        assertThatThrownBy(() -> failing.getJobExecutionResult().get())
                .hasStackTraceContaining("topic 'anew' was deleted and made anew: its id was ");

        JobClient continuing = start("anew", with(CONTINUE, topic), 2, savepoint);
        await(() -> published("anew").equals(Set.of("0", "1", "2", "3", "4")));
        continuing.cancel().get();
    }

    @Test
    void aSourceWithAnEndEndsWhereItWasToEndWhenItStarted() throws Exception {
        BROKER.create("ending", 2);
        send("ending", "0");
        Map<String, Object> source = Map.of("topic", "ending", "end", "latest");
        String savepoint;
        try (KafkaProducer<byte[], byte[]> open =
                BROKER.newProducer(Map.of("transactional.id", "ending"))) {
            open.initTransactions();
            open.beginTransaction();
            open.send(message("ending", "1")).get();
            savepoint = readAndStop("ending", source, "0");
            open.commitTransaction();
        }
        send("ending", "2");

        start("ending", source, 1, savepoint).getJobExecutionResult().get();

        assertThat(published("ending")).containsExactly("0", "1");
    }

    @Test
    void aTopicThatIsTakenOutOfTheJobFileIsNotRead() throws Exception {
        BROKER.create("kept", 1);
        BROKER.create("taken-out", 1);
        send("kept", "0");
        send("taken-out", "1");
        String savepoint =
                readAndStop("kept", Map.of("topics", List.of("kept", "taken-out")), "0", "1");
        send("taken-out", "2");
        send("kept", "3");

        start("kept", Map.of("topic", "kept", "end", "latest"), 2, savepoint)
                .getJobExecutionResult()
                .get();

        assertThat(published("kept")).containsExactly("0", "1", "3");
    }

    @Test
    void aSourceOfFilesAndThenATopicIsCheckedToo() throws Exception {
        BROKER.create("after-files", 1);
        send("after-files", "1");
        Map<String, Object> topic =
                Map.of("topic", "after-files", "format", "record", "on_data_loss", "continue");
        Map<String, Object> source =
                Map.of(
                        "type",
                        "hybrid",
                        "files",
                        Map.of("path", "in.jsonl", "format", "record"),
                        "kafka",
                        topic);
        String savepoint = readAndStop("after-files", source, "0", "1");
        send("after-files", "2", "3");
        removeUpTo("after-files", 2);

        JobClient restored = start("after-files", source, 2, savepoint);

        await(() -> published("after-files").equals(Set.of("0", "1", "3")));
        restored.cancel().get();
    }

    /** A reader that had finished may get the files of another one, which then has none. */
    @Test
    void filesBeforeATopicAreReadWholeThoughTasksFail() throws Exception {
        BROKER.create("failing-files", 1);
        BROKER.create("failing-files-out", 1);
        send("failing-files", "last");
        List<String> lines = IntStream.range(0, 600).mapToObj(i -> record("f" + i)).toList();
        TestJob job =
                job(
                                "failing-files",
                                Map.of(
                                        "type",
                                        "hybrid",
                                        "files",
                                        Map.of("path", "in.jsonl", "format", "record"),
                                        "kafka",
                                        Map.of(
                                                "topic", "failing-files",
                                                "format", "record",
                                                "end", "latest")))
                        .lines("in.jsonl", lines);
        Configuration restarting = new Configuration();
        restarting.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        restarting.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
        restarting.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
        JobConfig config = job.config();
        StreamExecutionEnvironment env = JobRun.environment(config, 2, restarting);
        try (Disturbance failures = new Disturbance("failing-files", 3, 4)) {
            JobGraphBuilder.build(env, config, failures::disturb);
            env.execute(config.name());
            assertThat(failures.failuresLeft()).isLessThan(4);
        }

        assertThat(published("failing-files")).hasSize(601).contains("last", "f0", "f599");
    }

    /** The second partition had no message yet, and so no offset. */
    @Test
    void stateOfTheConnectorsSourceIsReadOn() throws Exception {
        BROKER.create("first-release", 2);
        BROKER.create("first-release-out", 1);
        send("first-release", "0", "1");
        KafkaSource<String> connector =
                KafkaSource.<String>builder()
                        .setBootstrapServers(BROKER.servers())
                        .setGroupId("first-release")
                        .setTopics("first-release")
                        .setStartingOffsets(OffsetsInitializer.earliest())
                        .setValueOnlyDeserializer(new SimpleStringSchema())
                        .build();
        TestJob job = job("first-release", Map.of("topic", "first-release", "end", "latest"));
        StreamExecutionEnvironment before = environment(job.config(), 1, null);
        write(
                before.fromSource(connector, WatermarkStrategy.noWatermarks(), "read in")
                        .uid(Operators.source("in")));
        JobClient client = before.executeAsync("first-release");
        await(() -> BROKER.read("first-release-out").size() == 2);
        String savepoint = stop(client);
        send("first-release", "2");
        BROKER.send(new ProducerRecord<>("first-release", 1, null, bytes(record("3"))));

        StreamExecutionEnvironment after = environment(job.config(), 2, savepoint);
        write(
                after.fromSource(
                                KafkaInputs.source(
                                        (SourceConfig.Kafka) job.config().sources().get(0)),
                                WatermarkStrategy.noWatermarks(),
                                "read in")
                        .uid(Operators.source("in"))
                        .map(input -> new String(input.bytes(), StandardCharsets.UTF_8))
                        .returns(Types.STRING)
                        .uid("text"));
        after.execute("first-release");

        assertThat(BROKER.read("first-release-out"))
                .extracting(row -> uid(row.value()))
                .containsExactlyInAnyOrder("0", "1", "2", "3");
    }

    private static void write(DataStream<String> rows) {
        rows.sinkTo(
                        KafkaSink.<String>builder()
                                .setBootstrapServers(BROKER.servers())
                                .setRecordSerializer(
                                        KafkaRecordSerializationSchema.<String>builder()
                                                .setTopic("first-release-out")
                                                .setValueSerializationSchema(
                                                        new SimpleStringSchema())
                                                .build())
                                .build())
                .uid("out");
    }

    private String readAndStop(String name, Map<String, Object> source, String... uids)
            throws Exception {
        JobClient client = start(name, source, 1, null);
        await(() -> published(name).equals(Set.of(uids)));
        return stop(client);
    }

    private String stop(JobClient client) throws Exception {
        return client.stopWithSavepoint(
                        false, folder.toUri().toString(), SavepointFormatType.NATIVE)
                .get();
    }

    private JobClient start(
            String name, Map<String, Object> source, int parallelism, @Nullable String savepoint)
            throws Exception {
        TestJob job = job(name, source);
        if (savepoint == null) {
            BROKER.create(name + "-out", 1);
        }
        JobConfig config = job.config();
        StreamExecutionEnvironment env = environment(config, parallelism, savepoint);
        JobGraphBuilder.build(env, config);
        return env.executeAsync(config.name());
    }

    private static StreamExecutionEnvironment environment(
            JobConfig config, int parallelism, @Nullable String savepoint) {
        Configuration given = new Configuration();
        given.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
        if (savepoint != null) {
            given.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        }
        return JobRun.environment(config, parallelism, given);
    }

    private TestJob job(String name, Map<String, Object> source) {
        return new TestJob(folder.resolve(name), ONTOLOGY)
                .with("kafka", Map.of("bootstrap_servers", BROKER.servers()))
                .with(
                        "sinks",
                        Map.of("assignments", Map.of("type", "kafka", "topic", name + "-out")))
                .lines("in.jsonl", List.of(record("0")))
                .source(
                        source.containsKey("files")
                                ? with(source, Map.of("name", "in"))
                                : with(
                                        source,
                                        Map.of("type", "kafka", "name", "in", "format", "record")));
    }

    private static Map<String, Object> with(Map<String, Object> some, Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }

    private static void removeUpTo(String topic, long offset) throws Exception {
        BROKER.admin()
                .deleteRecords(
                        Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
                .all()
                .get();
    }

    private static void send(String topic, String... uids) throws Exception {
        for (String uid : uids) {
            BROKER.send(message(topic, uid));
        }
    }

    private static ProducerRecord<byte[], byte[]> message(String topic, String uid) {
        return new ProducerRecord<>(topic, 0, null, bytes(record(uid)));
    }

    private static Set<String> published(String name) {
        Set<String> uids = new TreeSet<>();
        for (ConsumerRecord<byte[], byte[]> message : BROKER.read(name + "-out")) {
            uids.add(uid(message.value()));
        }
        return uids;
    }

    private static String uid(byte[] row) {
        try {
            return JSON.readTree(row).path("uid").asText();
        } catch (IOException e) {
            throw new AssertionError("not JSON", e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for " + PATIENCE);
            }
        }
    }

    private static String record(String uid) {
        return String.format(
                "{\"entity_type\":\"person\",\"perspective\":\"crm\",\"uid\":\"%s\","
                        + "\"descriptors\":[{\"attr\":\"email\",\"value\":\"a%s@x.org\"}]}",
                uid, uid);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
