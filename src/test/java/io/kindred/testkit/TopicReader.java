package io.kindred.testkit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** Reads topics from their beginning to where they end now. */
public final class TopicReader {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(200);

    private TopicReader() {}

    /** All messages that are committed, those of a partition in their order. */
    public static List<ConsumerRecord<byte[], byte[]>> readCommitted(String servers, String topic) {
        awaitDecided(servers);
        return read(servers, topic, "read_committed");
    }

    /** All messages, those of a partition in their order. */
    public static List<ConsumerRecord<byte[], byte[]>> readUncommitted(
            String servers, String topic) {
        return read(servers, topic, "read_uncommitted");
    }

    /** Who commits is told so before the partitions are, and so before a reader sees it. */
    private static void awaitDecided(String servers) {
        ListTransactionsOptions decided =
                new ListTransactionsOptions()
                        .filterStates(
                                Set.of(
                                        TransactionState.PREPARE_COMMIT,
                                        TransactionState.PREPARE_ABORT));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!admin.listTransactions(decided).all().get().isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("what was decided is not done in " + PATIENCE);
                }
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("the broker does not tell its transactions", e);
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(
            String servers, String topic, String isolation) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", servers);
        properties.put("isolation.level", isolation);
        properties.put("auto.offset.reset", "earliest");
        properties.put("key.deserializer", ByteArrayDeserializer.class.getName());
        properties.put("value.deserializer", ByteArrayDeserializer.class.getName());
        List<ConsumerRecord<byte[], byte[]>> messages = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(each -> new TopicPartition(topic, each.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(messages::add);
            }
        }
        return messages;
    }
}
