package io.kindred.e2e;

import io.kindred.e2e.Outages.Outage;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.FoldedOutputs;
import io.kindred.testkit.KafkaOutputTopics;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.TestJob;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A job from Kafka to Kafka on processes that are killed. Each case of it is a class, so that they
 * run side by side.
 */
abstract class KafkaJobThroughOutages {

    /** Another one gives other records and outages. */
    static final long SEED = Long.getLong("kindred.test.seed", 0);

    /** Few, so that what an outage left undone is soon made up for. */
    private static final int VERSIONS_OF_A_WORLD = 50;

    private static final int PARTITIONS = 4;
    private static final String INPUT = "records";
    private static final String GROUP = "people-in";

    @TempDir private Path run;
    @TempDir private Path folder;

    private ProcessBroker broker;
    private ProcessCluster cluster;

    @BeforeEach
    void start() {
        CompletableFuture<ProcessBroker> starting =
                CompletableFuture.supplyAsync(() -> ProcessBroker.start(run));
        try {
            cluster =
                    ProcessCluster.start(run, Map.of("execution.checkpointing.min-pause", "0 ms"));
        } finally {
            broker = starting.join();
        }
    }

    @AfterEach
    void end() {
        if (cluster != null) {
            cluster.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    /** How many lines there are, how many of them come in a second, and how many are no records. */
    record Feed(int versions, int perSecond, int bad) {}

    /**
     * Lets the outages happen while the job is fed, and then compares what it shows with what the
     * records say.
     *
     * @param seed of the records and the outages
     * @param options of Flink
     */
    void showsEverythingOnce(
            long seed, Feed feed, Map<String, Object> options, List<Outage> outages)
            throws Exception {
        SeparatePeople people = new SeparatePeople(seed, feed.versions(), VERSIONS_OF_A_WORLD);
        List<String> bad = new ArrayList<>();
        List<String> lines = lines(people, feed.bad(), bad);
        broker.create(INPUT, PARTITIONS);
        KafkaOutputTopics topics = KafkaOutputTopics.create(broker, "out", 3);
        TestJob job = job(topics, options);

        Outages story = Outages.of(seed, cluster, broker, job.jobFile());
        PacedProducer producer =
                new PacedProducer(broker, INPUT, PARTITIONS, lines, feed.perSecond());
        producer.start();
        story.happen(outages, producer::progress);
        producer.await();
        story.stopWhenUsedUp(INPUT, GROUP);

        FoldedOutputs outputs = topics.fold(folder.resolve("folded"));
        assertThat(outputs.result()).as("%s", story).isEqualTo(people.expected());
        assertThat(outputs.anyGone()).isTrue();
        assertThat(broker.read(topics.topic("dead_letters")))
                .as("dead letters, %s", story)
                .extracting(KafkaJobThroughOutages::text)
                .containsExactlyInAnyOrderElementsOf(bad);
    }

    private TestJob job(KafkaOutputTopics topics, Map<String, Object> options) {
        return new TestJob(folder.resolve("people"), CollidingPeople.ONTOLOGY)
                .with("name", "people")
                .with("kafka", Map.of("bootstrap_servers", broker.servers()))
                .source(
                        Map.of(
                                "type",
                                "kafka",
                                "name",
                                "in",
                                "topic",
                                INPUT,
                                "group_id",
                                GROUP,
                                "format",
                                "record"))
                .with("sinks", topics.sinks(Map.of()))
                .with("batch", Map.of("records", 2000, "interval_ms", 200))
                .with("checkpoint_interval_ms", 500)
                .with("flink", options);
    }

    /** The records with lines among them that are none. */
    private static List<String> lines(SeparatePeople people, int bad, List<String> badLines) {
        List<String> lines = new ArrayList<>();
        people.versions().forEach(record -> lines.add(RecordJson.line(record)));
        int distance = lines.size() / bad;
        for (int i = 0; i < bad; i++) {
            String line = "{\"uid\": \"bad " + i + "\"}";
            badLines.add(line);
            lines.add(i * distance, line);
        }
        return lines;
    }

    private static String text(ConsumerRecord<byte[], byte[]> message) {
        return new String(message.value(), StandardCharsets.UTF_8);
    }
}
