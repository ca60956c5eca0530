package io.kindred.flink.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.flink.config.JobConfig;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.KafkaBroker;
import io.kindred.testkit.SharedBroker;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What comes out of Kafka in every format, and what is no record in it. */
@ExtendWith(SharedCluster.class)
class KafkaSourcesITCase {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ONTOLOGY =
            """
            entity_types:
              person:
                identity_keys:
                  - {name: email, attributes: [email]}
            """;
    private static final Map<String, Object> MAPPING =
            Map.of(
                    "entity_type", "person",
                    "perspective", "crm",
                    "uid", "id",
                    "attributes", Map.of("email", "email"));

    private static final KafkaBroker BROKER = SharedBroker.get();

    @TempDir private Path folder;

    @Test
    void recordsWithPoisonInTheirMidst() throws Exception {
        String topic = topic("records", 2);
        byte[] poison = {'{', (byte) 0xff, 0, (byte) 0xc3};
        BROKER.send(topic, 0, "a", record("1", 2, "new@x.org"));
        ProducerRecord<byte[], byte[]> bad =
                new ProducerRecord<>(topic, 0, new byte[] {(byte) 0xfe}, poison);
        bad.headers().add("trace", new byte[] {1, 2});
        BROKER.send(bad);
        BROKER.send(topic, 0, "a", record("1", 1, "old@x.org"));
        BROKER.send(topic, 0, "a", record("1", 2, "new@x.org"));
        BROKER.send(topic, 0, "a", null);
        BROKER.send(topic, 0, "b", record("2", 1, "new@x.org"));
        TestJob job = job("records", kafka(topic, Map.of("format", "record")));
        BROKER.create("records-dead", 1);
        job.with(
                "sinks",
                Map.of(
                        "assignments", Map.of("type", "files", "path", "out/assignments"),
                        "dead_letters", Map.of("type", "kafka", "topic", "records-dead")));

        JobRun run = JobRun.of(job, SharedCluster.PARALLELISM);

        assertThat(run.outputs().assignments().values()).hasSize(2).containsOnly(entityOf(run));
        assertThat(List.of(run.read(), run.deadLetters())).containsExactly(6L, 2L);
        List<ConsumerRecord<byte[], byte[]>> dead = BROKER.read("records-dead");
        assertThat(dead).hasSize(2);
        assertThat(dead.get(0).key()).isEqualTo(new byte[] {(byte) 0xfe});
        assertThat(dead.get(0).value()).isEqualTo(poison);
        assertThat(headers(dead.get(0)))
                .containsEntry("trace", "\u0001\u0002")
                .containsEntry("kindred.error", "NUL byte at byte 3")
                .containsEntry("kindred.source", "in")
                .containsEntry("kindred.topic", topic)
                .containsEntry("kindred.partition", "0")
                .containsEntry("kindred.offset", "1");
        assertThat(dead.get(1).key()).isEqualTo("a".getBytes(StandardCharsets.UTF_8));
        assertThat(dead.get(1).value()).isNull();
    }

    @Test
    void deadLettersInFiles() throws Exception {
        String topic = topic("letters", 1);
        BROKER.send(
                new ProducerRecord<>(
                        topic, 0, "k".getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xff}));
        TestJob job = job("letters", kafka(topic, Map.of("format", "record")));

        JobRun run = JobRun.of(job, 1);

        assertThat(run.outputs().deadLetters())
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.source()).isEqualTo("in");
                            assertThat(letter.position()).isEqualTo(topic + "/0/0");
                            assertThat(letter.rawBase64()).isEqualTo("/w==");
                        });
    }

    @Test
    void rowsOfJsonThatTombstonesDelete() throws Exception {
        String topic = topic("json", 1);
        BROKER.send(topic, 0, "1", row("1", "a@x.org"));
        BROKER.send(topic, 0, "2", row("2", "a@x.org"));
        BROKER.send(topic, 0, "1", null);
        TestJob job = job("json", mapped(topic, Map.of("format", "json", "tombstones", "delete")));

        JobRun run = JobRun.of(job, 1);

        assertThat(uids(run)).containsExactly("2");
        assertThat(run.deadLetters()).isZero();
    }

    @Test
    void changesOfATable() throws Exception {
        String topic = topic("debezium", 1);
        BROKER.send(topic, 0, "{\"id\":1}", change("r", "null", row("1", "a@x.org"), 90));
        BROKER.send(topic, 0, "{\"id\":2}", change("c", "null", row("2", "a@x.org"), 100));
        BROKER.send(topic, 0, "{\"id\":1}", change("u", "null", row("1", "b@x.org"), 80));
        BROKER.send(topic, 0, "{\"id\":3}", change("c", "null", row("3", "c@x.org"), 110));
        BROKER.send(topic, 0, "{\"id\":3}", change("d", "null", "null", 120));
        BROKER.send(topic, 0, "{\"id\":3}", null);
        BROKER.send(topic, 0, null, change("t", "null", "null", 130));
        TestJob job = job("debezium", mapped(topic, Map.of("format", "debezium")));

        JobRun run = JobRun.of(job, SharedCluster.PARALLELISM);

        assertThat(uids(run)).containsExactly("1", "2");
        assertThat(run.outputs().entityCount()).isEqualTo(2);
        assertThat(run.outputs().deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.error()).startsWith("the table was trunc"));
    }

    @Test
    void aLargeMessageAndOneOverTheLimit() throws Exception {
        String topic = topic("large", 1, Map.of("max.message.bytes", "20000000"));
        int large = 10 << 20;
        BROKER.send(topic, 0, null, record("1", 1, "a".repeat(large)));
        BROKER.send(topic, 0, null, record("2", 1, "b".repeat(large + (1 << 20))));
        BROKER.send(topic, 0, null, record("3", 1, "c"));
        BROKER.create("large-entities", 1, Map.of("max.message.bytes", "20000000"));
        BROKER.create("large-dead", 1, Map.of("max.message.bytes", "1048588"));
        TestJob job =
                job(
                                "large",
                                kafka(
                                        topic,
                                        Map.of(
                                                "format",
                                                "record",
                                                "max_record_bytes",
                                                large + 1000)))
                        .with(
                                "sinks",
                                Map.of(
                                        "entities",
                                                Map.of(
                                                        "type", "kafka",
                                                        "topic", "large-entities",
                                                        "delivery", "at_least_once"),
                                        "dead_letters",
                                                Map.of("type", "kafka", "topic", "large-dead")));

        JobRun run = JobRun.of(job, 1);

        assertThat(List.of(run.read(), run.deadLetters())).containsExactly(3L, 1L);
        assertThat(BROKER.read("large-entities"))
                .extracting(message -> message.value().length > large)
                .containsExactlyInAnyOrder(true, false);
        assertThat(BROKER.read("large-dead"))
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.value()).hasSizeBetween(900_000, 1_000_000);
                            assertThat(headers(letter).get("kindred.cut")).contains("value of 1");
                        });
    }

    @Test
    void aRowThatIsTooLargeForItsTopicIsNamed() throws Exception {
        String topic = topic("too-large", 1);
        BROKER.send(topic, 0, null, record("1", 1, "a".repeat(2000)));
        BROKER.create("too-large-out", 1, Map.of("max.message.bytes", "1000"));
        TestJob job =
                job("too-large", kafka(topic, Map.of("format", "record")))
                        .with(
                                "sinks",
                                Map.of(
                                        "entities",
                                        Map.of(
                                                "type", "kafka",
                                                "topic", "too-large-out",
                                                "properties", Map.of("compression.type", "none"))));

        assertThatThrownBy(() -> JobRun.of(job, 1))
                .hasStackTraceContaining("sinks.entities: the row 'person-")
                .hasStackTraceContaining("and topic 'too-large-out' takes at most 1000; raise");
    }

    @Test
    void compressedMessagesOfTransactionsThatWereCommitted() throws Exception {
        String topic = topic("committed", 1);
        for (String compression : List.of("lz4", "snappy", "zstd", "gzip")) {
            try (KafkaProducer<byte[], byte[]> producer =
                    BROKER.newProducer(
                            Map.of(
                                    "compression.type",
                                    compression,
                                    "transactional.id",
                                    "made-" + compression))) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(message(topic, record(compression, 1, "x".repeat(1000))));
                producer.commitTransaction();
                producer.beginTransaction();
                producer.send(message(topic, record("aborted", 1, "x")));
                producer.abortTransaction();
            }
        }
        TestJob job = job("committed", kafka(topic, Map.of("format", "record")));

        assertThat(uids(JobRun.of(job, 1))).containsExactly("gzip", "lz4", "snappy", "zstd");
    }

    @Test
    void startsAtTheConfiguredOffsets() throws Exception {
        String topic = topic("starts", 1);
        for (int i = 0; i < 4; i++) {
            BROKER.send(
                    new ProducerRecord<>(
                            topic, 0, 1000L * i, null, bytes(record("" + i, 1, "x" + i))));
        }
        BROKER.admin()
                .alterConsumerGroupOffsets(
                        "starts-group",
                        Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(3)))
                .all()
                .get();

        assertThat(started(topic, Map.of("start", 2000))).containsExactly("2", "3");
        assertThat(started(topic, Map.of("start", 1000, "end", 3000))).containsExactly("1", "2");
        assertThat(started(topic, Map.of("start", "committed", "group_id", "starts-group")))
                .containsExactly("3");
        assertThat(started(topic, Map.of("start", "committed")))
                .containsExactly("0", "1", "2", "3");
        assertThat(started(topic, Map.of("start", "committed", "start_fallback", "latest")))
                .isEmpty();
        assertThat(started(topic, Map.of("start", "latest"))).isEmpty();
    }

    @Test
    void filesAndThenATopic() throws Exception {
        String topic = topic("hybrid", 1);
        BROKER.send(topic, 0, "1", "{\"id\":1,\"rev\":2,\"email\":\"b@x.org\"}");
        BROKER.send(topic, 0, "bad", "{");
        TestJob job =
                new TestJob(folder.resolve("hybrid"), ONTOLOGY)
                        .with("kafka", Map.of("bootstrap_servers", BROKER.servers()))
                        .lines(
                                "in.csv",
                                List.of("id,rev,email", "1,1,a@x.org", "2,1,a@x.org", "3"));
        Map<String, Object> files = new HashMap<>(MAPPING);
        files.putAll(Map.of("path", "in.csv", "format", "csv", "version", "rev"));
        Map<String, Object> kafka = new HashMap<>(MAPPING);
        kafka.putAll(
                Map.of(
                        "topic", topic,
                        "format", "json",
                        "version", "rev",
                        "start", "earliest",
                        "end", "latest"));
        job.source(Map.of("type", "hybrid", "name", "in", "files", files, "kafka", kafka));

        JobRun run = JobRun.of(job, SharedCluster.PARALLELISM);

        assertThat(uids(run)).containsExactly("1", "2");
        assertThat(run.outputs().entityCount()).isEqualTo(2);
        assertThat(run.outputs().deadLetters())
                .extracting(letter -> letter.position())
                .containsExactlyInAnyOrder("line 4", topic + "/0/1");
    }

    @Test
    void topicsAndPartitionsThatComeWhileItRuns() throws Exception {
        String first = topic("growing-a", 2);
        BROKER.create("growing-out", 1);
        TestJob job =
                job(
                                "growing",
                                Map.of(
                                        "type", "kafka",
                                        "name", "in",
                                        "topic_pattern", "growing-[a-z]",
                                        "partition_discovery_interval_ms", 200,
                                        "format", "record"))
                        .with(
                                "sinks",
                                Map.of(
                                        "assignments",
                                        Map.of("type", "kafka", "topic", "growing-out")));
        JobConfig config = job.config();
        StreamExecutionEnvironment env = JobRun.environment(config, SharedCluster.PARALLELISM);
        JobGraphBuilder.build(env, config);
        JobClient client = env.executeAsync(config.name());
        try {
            // The other partition never has a message.
            BROKER.send(first, 0, null, record("1", 1, "a"));
            await(() -> published("growing-out").equals(Set.of("1")));
            BROKER.widen(first, 3);
            BROKER.send(first, 2, null, record("2", 1, "b"));
            await(() -> published("growing-out").equals(Set.of("1", "2")));
            BROKER.create("growing-b", 1);
            BROKER.send("growing-b", 0, null, record("3", 1, "c"));
            await(() -> published("growing-out").equals(Set.of("1", "2", "3")));
        } finally {
            client.cancel().get();
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

    private static Set<String> published(String topic) {
        Set<String> uids = new TreeSet<>();
        for (ConsumerRecord<byte[], byte[]> message : BROKER.read(topic)) {
            uids.add(json(message.value()).path("uid").asText());
        }
        return uids;
    }

    private Set<String> started(String topic, Map<String, Object> fields) throws Exception {
        Map<String, Object> all = new HashMap<>(fields);
        all.put("format", "record");
        String name = "starts-" + folder.toFile().list().length;
        return uids(JobRun.of(job(name, kafka(topic, all)), 1));
    }

    private TestJob job(String name, Map<String, Object> source) {
        return new TestJob(folder.resolve(name), ONTOLOGY)
                .with("kafka", Map.of("bootstrap_servers", BROKER.servers()))
                .source(source);
    }

    private static Map<String, Object> kafka(String topic, Map<String, Object> fields) {
        Map<String, Object> source = new HashMap<>(fields);
        source.put("type", "kafka");
        source.put("name", "in");
        source.put("topic", topic);
        source.putIfAbsent("end", "latest");
        return source;
    }

    private static Map<String, Object> mapped(String topic, Map<String, Object> fields) {
        Map<String, Object> source = new HashMap<>(MAPPING);
        source.putAll(fields);
        return kafka(topic, source);
    }

    private static String topic(String name, int partitions) throws Exception {
        return topic(name, partitions, Map.of());
    }

    private static String topic(String name, int partitions, Map<String, String> settings)
            throws Exception {
        BROKER.create(name, partitions, settings);
        return name;
    }

    private static String entityOf(JobRun run) {
        return run.outputs().assignments().values().iterator().next();
    }

    private static Set<String> uids(JobRun run) {
        Set<String> uids = new TreeSet<>();
        run.outputs().assignments().keySet().forEach(record -> uids.add(record.uid()));
        return uids;
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> message) {
        Map<String, String> headers = new TreeMap<>();
        for (Header each : message.headers()) {
            headers.put(each.key(), new String(each.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }

    private static ProducerRecord<byte[], byte[]> message(String topic, String value) {
        return new ProducerRecord<>(topic, 0, null, bytes(value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + Arrays.toString(bytes), e);
        }
    }

    private static String record(String uid, int version, String email) {
        return String.format(
                "{\"entity_type\":\"person\",\"perspective\":\"crm\",\"uid\":\"%s\",\"version\":%d,"
                        + "\"descriptors\":[{\"attr\":\"email\",\"value\":\"%s\"}]}",
                uid, version, email);
    }

    private static String row(String id, String email) {
        return String.format("{\"id\":%s,\"email\":\"%s\"}", id, email);
    }

    private static String change(String op, String before, String after, long lsn) {
        return String.format(
                "{\"before\":%s,\"after\":%s,\"source\":{\"connector\":\"postgresql\",\"lsn\":%d},"
                        + "\"op\":\"%s\"}",
                before, after, lsn, op);
    }
}
