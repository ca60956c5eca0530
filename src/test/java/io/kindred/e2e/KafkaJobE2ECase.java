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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static io.kindred.e2e.Outages.Outage.BROKER_KILLED;
import static io.kindred.e2e.Outages.Outage.CLUSTER_KILLED;
import static io.kindred.e2e.Outages.Outage.JOB_RESCALED;
import static io.kindred.e2e.Outages.Outage.TASK_MANAGER_KILLED;
import static org.assertj.core.api.Assertions.assertThat;

/** From Kafka to Kafka on processes that are killed. */
class KafkaJobE2ECase {

    /** Another one gives other records and outages. */
    private static final long SEED = Long.getLong("kindred.test.seed", 0);

    private static final int PARTITIONS = 4;
    private static final String INPUT = "records";
    private static final String GROUP = "people-in";

    @TempDir private Path run;
    @TempDir private Path folder;

    private ProcessBroker broker;
    private ProcessCluster cluster;

    @BeforeEach
    void start() {
        broker = ProcessBroker.start(run);
        cluster = ProcessCluster.start(run, Map.of("execution.checkpointing.min-pause", "0 ms"));
    }

    @AfterEach
    void end() {
        if (cluster != null) {
            cluster.close();
        }
        broker.close();
    }

    @Test
    void showsEverythingOnceWhateverIsKilled() throws Exception {
        check(
                new Feed(SEED + 81, 200_000, 2500, 100),
                Map.of(),
                List.of(
                        TASK_MANAGER_KILLED,
                        TASK_MANAGER_KILLED,
                        BROKER_KILLED,
                        CLUSTER_KILLED,
                        JOB_RESCALED,
                        JOB_RESCALED));
    }

    @Test
    void showsEverythingOnceWithUnalignedCheckpoints() throws Exception {
        check(
                new Feed(SEED + 82, 30_000, 1500, 20),
                Map.of("execution.checkpointing.unaligned.enabled", true),
                List.of(TASK_MANAGER_KILLED, BROKER_KILLED, CLUSTER_KILLED, JOB_RESCALED));
    }

    /** How many lines there are, how many of them come in a second, and how many are no records. */
    private record Feed(long seed, int versions, int perSecond, int bad) {}

    private void check(Feed feed, Map<String, Object> options, List<Outage> outages)
            throws Exception {
        SeparatePeople people = new SeparatePeople(feed.seed(), feed.versions());
        List<String> bad = new ArrayList<>();
        List<String> lines = lines(people, feed.bad(), bad);
        broker.create(INPUT, PARTITIONS);
        KafkaOutputTopics topics = KafkaOutputTopics.create(broker, "out", 3);
        TestJob job = job(topics, options);

        Outages story = Outages.of(feed.seed(), cluster, broker, job.jobFile());
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
                .extracting(KafkaJobE2ECase::text)
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
                .with("checkpoint_interval_ms", 1000)
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
