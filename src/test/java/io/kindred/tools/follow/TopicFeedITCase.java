package io.kindred.tools.follow;

import io.kindred.codec.OntologyDocument;
import io.kindred.flink.config.ClientProperties;
import io.kindred.flink.config.KafkaCluster;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.KafkaBroker;
import io.kindred.testkit.SharedBroker;
import io.kindred.tools.serve.ServedJob;
import io.kindred.tools.store.OutputStore;
import io.kindred.tools.store.StoreView;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/** A topic of a broker, read into a store that may be closed at any time. */
class TopicFeedITCase {

    private static final KafkaBroker BROKER = SharedBroker.get();

    @TempDir private Path folder;
    private final String topic = "follow-" + UUID.randomUUID();
    private OntologyDocument ontology;
    private OutputStore store;
    private TopicFeed feed;

    @BeforeEach
    void open() throws IOException {
        ontology = new ServedJob(folder.resolve("job"), "changelog").config().ontologyDocument();
        reopen();
    }

    private void reopen() throws IOException {
        store =
                OutputStore.open(
                        folder.resolve("store"),
                        ontology,
                        Timeline.INTEGER,
                        EnumSet.of(Output.ENTITIES),
                        8 << 20);
        feed =
                TopicFeed.open(
                        new KafkaCluster(BROKER.servers(), ClientProperties.NONE),
                        Map.of(topic, Output.ENTITIES),
                        store);
    }

    @AfterEach
    void close() {
        feed.close();
        store.close();
    }

    private static String id(int number) {
        return String.format("person-%032x", number);
    }

    private static byte[] row(int number, int revision, String status) {
        return String.format(
                        "{\"entity_id\":\"%s\",\"entity_type\":\"person\",\"status\":\"%s\",\"revision\":%d,\"records\":[],\"golden\":[]}",
                        id(number), status, revision)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** As the job's sink writes it. */
    private ProducerRecord<byte[], byte[]> message(
            int partition, int number, int revision, String status) {
        byte[] key = id(number).getBytes(StandardCharsets.UTF_8);
        byte[] row = row(number, revision, status);
        return status.equals("active")
                ? new ProducerRecord<>(topic, partition, key, row)
                : new ProducerRecord<>(
                        topic, partition, key, null, List.of(new RecordHeader("row", row)));
    }

    private void send(int partition, int number, int revision, String status) throws Exception {
        BROKER.send(message(partition, number, revision, status));
    }

    /** Reads until everything is there that was there at first. */
    private void readAll() throws IOException {
        Instant now = Instant.now();
        while (true) {
            Feed.Read read = feed.read();
            if (read.isAnew()) {
                store.clear();
                feed.restart();
                continue;
            }
            store.apply(read.rows(), read.positions());
            if (read.completeTo().filter(now::isBefore).isPresent()) {
                return;
            }
        }
    }

    private long entities() {
        return store.counts().getOrDefault("entities", 0L);
    }

    @Test
    void waitsForTheTopicAndTakesRowsAndRetractions() throws Exception {
        readAll();
        assertThat(entities()).isZero();
        BROKER.create(topic, 2, Map.of("cleanup.policy", "compact"));
        send(0, 1, 1, "active");
        send(1, 2, 1, "active");
        send(1, 2, 2, "retired");
        // Nothing is known of it.
        BROKER.send(topic, 0, id(1), null);
        while (entities() == 0) {
            readAll();
        }
        readAll();
        assertThat(entities()).isEqualTo(1);
        try (StoreView view = store.view()) {
            assertThat(view.row(Output.ENTITIES, id(2)).orElseThrow().path("status").asText())
                    .isEqualTo("retired");
        }
    }

    @Test
    void goesOnFromItsPositionsAndFindsNewPartitions() throws Exception {
        BROKER.create(topic, 1);
        send(0, 1, 1, "active");
        readAll();
        close();
        send(0, 2, 1, "active");
        BROKER.widen(topic, 2);
        send(1, 3, 1, "active");
        reopen();
        readAll();
        assertThat(entities()).isEqualTo(3);
        assertThat(store.positions("topic/")).containsEntry("topic/" + topic + "/0", "2");
    }

    @Test
    void doesNotShowWhatWasNotCommitted() throws Exception {
        BROKER.create(topic, 1);
        try (KafkaProducer<byte[], byte[]> producer =
                BROKER.newProducer(Map.of("transactional.id", topic))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(message(0, 1, 1, "active")).get();
            producer.flush();
            readAll();
            assertThat(entities()).isZero();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(message(0, 2, 1, "active")).get();
            producer.commitTransaction();
        }
        // The broker shows it a little later.
        while (entities() == 0) {
            readAll();
        }
        assertThat(entities()).isEqualTo(1);
    }

    @Test
    void readsAllAnewIfMessagesWereRemovedBeforeItReadThem() throws Exception {
        BROKER.create(topic, 1);
        send(0, 1, 1, "active");
        readAll();
        close();
        send(0, 2, 1, "active");
        send(0, 3, 1, "active");
        BROKER.admin()
                .deleteRecords(
                        Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(2)))
                .all()
                .get();
        reopen();
        readAll();
        assertThat(entities()).isEqualTo(1);
        try (StoreView view = store.view()) {
            assertThat(view.stored(Output.ENTITIES, id(3))).isPresent();
        }
    }

    @Test
    void readsAllAnewIfTheTopicWasMadeAnewAndHasMoreMessagesThanBefore() throws Exception {
        BROKER.create(topic, 1);
        send(0, 1, 1, "active");
        readAll();
        close();
        BROKER.admin().deleteTopics(List.of(topic)).all().get();
        BROKER.create(topic, 1);
        send(0, 2, 1, "active");
        send(0, 3, 1, "active");
        reopen();
        readAll();
        assertThat(entities()).isEqualTo(2);
        try (StoreView view = store.view()) {
            assertThat(view.stored(Output.ENTITIES, id(1))).isEmpty();
        }
    }

    @Test
    void isCompleteNowAndThenWhileRowsKeepComing() throws Exception {
        BROKER.create(topic, 1);
        for (int i = 0; i < 5; i++) {
            send(0, i, 1, "active");
            readAll();
            assertThat(entities()).isEqualTo(i + 1);
        }
    }
}
