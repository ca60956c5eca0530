package io.kindred.flink.config;

import io.kindred.codec.TextEncoding;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class KafkaConfigTest {

    private static final String HEAD =
            "name: people\nontology: {entity_types: {person: {}}}\n"
                    + "kafka: {bootstrap_servers: 'b:9092', properties: {client.rack: r1}}\n";
    private static final String SINKS = "sinks: {entities: {type: kafka, topic: e}}\n";

    @TempDir private Path folder;

    @Test
    void fillsInDefaults() throws IOException {
        JobConfig job = read(HEAD + SINKS + "sources: [{type: kafka, topic: t, format: record}]");

        KafkaCluster cluster =
                new KafkaCluster("b:9092", new ClientProperties(Map.of("client.rack", "r1")));
        assertThat(job.sources())
                .containsExactly(
                        new SourceConfig.Kafka(
                                "kafka-0",
                                cluster,
                                new KafkaTopics.Named(List.of("t")),
                                "people-kafka-0",
                                KafkaOffsets.Position.EARLIEST,
                                KafkaOffsets.Position.NEVER,
                                DataLossRule.FAIL,
                                Duration.ofMinutes(1),
                                new SourceFormat.Records(),
                                TombstoneRule.REJECT,
                                16 << 20,
                                TextEncoding.UTF_8));
        assertThat(job.sources().get(0).isBounded()).isFalse();
        assertThat(job.sinks().sink(Output.ENTITIES))
                .contains(
                        new SinkConfig.Kafka(
                                cluster,
                                "e",
                                new KafkaDelivery.ExactlyOnce(
                                        "people-entities", Duration.ofMinutes(15)),
                                1_000_000));
    }

    @Test
    void readsSourcesOfQuestions() throws IOException {
        JobConfig job =
                read(
                        HEAD
                                + "sinks: {entities: {type: kafka, topic: e}, answers: {type:"
                                + " kafka, topic: a, delivery: at_least_once}}\n"
                                + "sources: [{type: kafka, topic: t, format: record}]\n"
                                + "queries: [{type: kafka, topic: ask}, {type: kafka, name: more,"
                                + " topic_pattern: 'q.*', group_id: g, start: latest, end: latest,"
                                + " on_data_loss: continue,"
                                + " properties: {client.rack: r2}}]");

        assertThat(job.questions())
                .containsExactly(
                        new SourceConfig.Kafka(
                                "kafka-0",
                                new KafkaCluster(
                                        "b:9092",
                                        new ClientProperties(Map.of("client.rack", "r1"))),
                                new KafkaTopics.Named(List.of("ask")),
                                "people-queries-kafka-0",
                                KafkaOffsets.Position.EARLIEST,
                                KafkaOffsets.Position.NEVER,
                                DataLossRule.FAIL,
                                Duration.ofMinutes(1),
                                new SourceFormat.Questions(),
                                TombstoneRule.REJECT,
                                1 << 20,
                                TextEncoding.UTF_8),
                        new SourceConfig.Kafka(
                                "more",
                                new KafkaCluster(
                                        "b:9092",
                                        new ClientProperties(Map.of("client.rack", "r2"))),
                                new KafkaTopics.Matching("q.*"),
                                "g",
                                KafkaOffsets.Position.LATEST,
                                KafkaOffsets.Position.LATEST,
                                DataLossRule.CONTINUE,
                                Duration.ZERO,
                                new SourceFormat.Questions(),
                                TombstoneRule.REJECT,
                                1 << 20,
                                TextEncoding.UTF_8));
        assertThat(job.sinks().sink(Output.ANSWERS))
                .hasValueSatisfying(
                        sink ->
                                assertThat(((SinkConfig.Kafka) sink).delivery())
                                        .isEqualTo(new KafkaDelivery.AtLeastOnce()));
    }

    @ParameterizedTest
    @CsvSource({
        "committed, COMMITTED",
        "'committed, start_fallback: earliest', COMMITTED",
        "'committed, start_fallback: latest', COMMITTED_OR_LATEST",
        "latest, LATEST",
        "earliest, EARLIEST"
    })
    void knowsPlacesToStart(String start, KafkaOffsets.Position expected) throws IOException {
        assertThat(source("start: " + start).start()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1970-01-01T00:00:01Z, 1000", "1970-01-02, 86400000", "17, 17"})
    void takesTimesAsStartAndEnd(String time, long millis) throws IOException {
        assertThat(source("start: " + time).start()).isEqualTo(new KafkaOffsets.Time(millis));
        SourceConfig.Kafka ended = source("end: " + time);
        assertThat(ended.end()).isEqualTo(new KafkaOffsets.Time(millis));
        assertThat(ended.isBounded()).isTrue();
        assertThat(ended.partitionDiscovery()).isZero();
    }

    @Test
    void takesServersAsAListAndTopicsInAnyOrder() throws IOException {
        SourceConfig.Kafka source =
                (SourceConfig.Kafka)
                        read(HEAD
                                        + SINKS
                                        + "sources: [{type: kafka, bootstrap_servers: ['c:1',"
                                        + " 'd:2'], topics: [z, a], format: record}]")
                                .sources()
                                .get(0);
        assertThat(source.cluster().bootstrapServers()).isEqualTo("c:1,d:2");
        assertThat(source.topics()).isEqualTo(new KafkaTopics.Named(List.of("a", "z")));
    }

    @Test
    void theNearerPropertyWins() throws IOException {
        Map<String, String> properties =
                source("properties: {client.rack: r2, max.poll.records: 7}")
                        .cluster()
                        .properties()
                        .values();
        assertThat(properties).isEqualTo(Map.of("client.rack", "r2", "max.poll.records", "7"));
    }

    @Test
    void secretsAreReferencesAndNoPropertyIsShown() throws IOException {
        SourceConfig.Kafka source =
                source(
                        "properties: {ssl.key.password: {env: KEY_PASSWORD}, sasl.jaas.config:"
                                + " {file: /run/secrets/jaas}, a: open sesame}");

        assertThat(source.cluster().properties().values())
                .containsEntry("ssl.key.password", "${env:KEY_PASSWORD}")
                .containsEntry("sasl.jaas.config", "${file:/run/secrets/jaas}");
        assertThat(source.toString()).contains("ssl.key.password").doesNotContain("sesame");
    }

    @Test
    void theExampleIsWholeAndTravels() throws Exception {
        JobConfig job = JobConfigReader.read(Path.of("conf/job-kafka-example.yaml"));

        assertThat(job.sources())
                .extracting(SourceConfig::name)
                .containsExactly("crm", "web", "shop", "billing", "census");
        SourceConfig.Kafka shop = (SourceConfig.Kafka) job.sources().get(2);
        assertThat(((SourceFormat.Framed) shop.format()).registry())
                .isEqualTo(
                        new SchemaRegistryConfig(
                                List.of("http://shop-registry.example.org:8081"),
                                "",
                                "",
                                "",
                                "",
                                ""));
        SourceConfig.Kafka billing = (SourceConfig.Kafka) job.sources().get(3);
        assertThat(((SourceFormat.Debezium) billing.format()).registry())
                .isEqualTo(
                        new SchemaRegistryConfig(
                                List.of(
                                        "https://registry-1.example.org:8081",
                                        "https://registry-2.example.org:8081"),
                                "kindred",
                                "${file:/run/secrets/registry-password}",
                                "",
                                "/etc/kindred/registry-ca.pem",
                                ""));
        assertThat(job.questions()).extracting(SourceConfig::name).containsExactly("live");
        assertThat(job.sinks().byOutput().keySet()).isEqualTo(EnumSet.allOf(Output.class));
        assertThat(job.sinks().sink(Output.DEAD_LETTERS).orElseThrow().place())
                .isEqualTo("topic dead-letters");
        for (Object part : List.of(job.sources(), job.questions(), job.sinks())) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(part);
            }
            try (ObjectInputStream in =
                    new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                assertThat(in.readObject()).isEqualTo(part);
            }
        }
    }

    private SourceConfig.Kafka source(String fields) throws IOException {
        JobConfig job =
                read(
                        HEAD
                                + SINKS
                                + "sources: [{type: kafka, topic: t, format: record, "
                                + fields
                                + "}]");
        return (SourceConfig.Kafka) job.sources().get(0);
    }

    private JobConfig read(String text) throws IOException {
        Path file = folder.resolve("job.yaml");
        Files.writeString(file, text);
        return JobConfigReader.read(file);
    }
}
