package io.kindred.e2e;

import io.kindred.testkit.FreePorts;
import io.kindred.testkit.InOrderProducers;
import io.kindred.testkit.KafkaTopics;
import io.kindred.testkit.TopicReader;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** A Kafka broker of a process of its own, used through {@code kafka.sh}. */
final class ProcessBroker implements KafkaTopics, AutoCloseable {

    private static final String BROKER = "broker";

    /** One batch is on its way at a time; what came while there was no broker takes few of them. */
    private static final int BATCH_BYTES = 1 << 18;

    private final Script scripts;
    private final StartedProcesses processes;
    private final String servers;

    private ProcessBroker(Script scripts, StartedProcesses processes, String servers) {
        this.scripts = scripts;
        this.processes = processes;
        this.servers = servers;
    }

    /** Starts a broker with a run folder. */
    static ProcessBroker start(Path run) {
        int port = FreePorts.next();
        Script scripts = new Script(run, Map.of());
        StartedProcesses processes = new StartedProcesses(run.resolve("kafka/pids"));
        try {
            scripts.call(
                            "kafka",
                            "start",
                            "--port=" + port,
                            "--controller-port=" + FreePorts.next(),
                            "--heap=400m")
                    .succeeded();
        } catch (AssertionError e) {
            processes.close();
            throw e;
        }
        return new ProcessBroker(scripts, processes, "127.0.0.1:" + port);
    }

    @Override
    public String servers() {
        return servers;
    }

    /** A source of records of a topic, as a job file has it. */
    Map<String, Object> source(String topic) {
        return Map.of(
                "type", "kafka", "bootstrap_servers", servers, "topic", topic, "format", "record");
    }

    @Override
    public void create(String topic, int partitions) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
        }
    }

    @Override
    public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        return TopicReader.readCommitted(servers, topic);
    }

    /** A producer that waits for a broker that has gone, and sends nothing twice. */
    KafkaProducer<byte[], byte[]> producer() {
        return InOrderProducers.create(
                servers,
                Map.of(
                        "delivery.timeout.ms",
                        600_000,
                        "max.block.ms",
                        600_000,
                        "linger.ms",
                        5,
                        "batch.size",
                        BATCH_BYTES));
    }

    /** Whether a group has committed what is in a topic to its end; not while nothing answers. */
    boolean isUsedUp(String topic, String group) throws InterruptedException {
        try (Admin admin = admin()) {
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            admin
                    .describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .forEach(each -> latest.put(each, OffsetSpec.latest()));
            Map<TopicPartition, OffsetAndMetadata> committed =
                    admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
            return admin.listOffsets(latest).all().get().entrySet().stream()
                    .allMatch(
                            end ->
                                    committed.containsKey(end.getKey())
                                            && committed.get(end.getKey()).offset()
                                                    == end.getValue().offset());
        } catch (ExecutionException e) {
            return false;
        }
    }

    /** Ends it without giving it time for anything. */
    void kill() {
        processes.kill(BROKER);
    }

    /** Starts it as it was. */
    void startAgain() {
        scripts.call("kafka", "start").succeeded();
    }

    @Override
    public void close() {
        processes.close();
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", servers));
    }
}
