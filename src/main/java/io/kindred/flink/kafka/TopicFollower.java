package io.kindred.flink.kafka;

import io.kindred.flink.config.KafkaCluster;
import io.kindred.flink.config.KafkaTopics;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * Reads committed messages of all partitions of topics, outside of a job, from positions that
 * somebody else keeps. Not thread-safe.
 */
public final class TopicFollower implements AutoCloseable {

    private static final Map<String, String> DEFAULTS =
            Map.of(
                    "max.poll.records", "2000",
                    "fetch.max.bytes", "8388608",
                    "metadata.max.age.ms", "10000",
                    "request.timeout.ms", "15000",
                    "default.api.timeout.ms", "15000");

    private static final Duration DISCOVERY = Duration.ofSeconds(10);

    /** What following depends on, whatever the job file says. */
    private static final Map<String, String> FIXED =
            Map.of(
                    "isolation.level", "read_committed",
                    "enable.auto.commit", "false",
                    "auto.offset.reset", "none",
                    "allow.auto.create.topics", "false");

    private static final byte[] NOTHING = new byte[0];

    private final Set<String> topics;
    private final String servers;
    private final Duration wait;
    private final Map<String, Long> positions;
    private final Map<String, Uuid> ids;
    private final TopicView view;
    private final Consumer<byte[], byte[]> consumer;
    private Set<TopicPartition> assigned = Set.of();
    private Map<TopicPartition, Long> ends = Map.of();
    private Instant endsAt = Instant.EPOCH;
    private long lastDiscovery;

    TopicFollower(
            Set<String> topics,
            String servers,
            Map<String, Long> positions,
            Map<String, Uuid> ids,
            Duration wait,
            TopicView view,
            Consumer<byte[], byte[]> consumer) {
        this.ids = new HashMap<>(ids);
        this.view = view;
        this.topics = Set.copyOf(topics);
        this.servers = servers;
        this.positions = new HashMap<>(positions);
        this.wait = wait;
        this.consumer = consumer;
    }

    /**
     * A message with the row that it says something about.
     *
     * @param row the value, or what a message without a value says that a row was; else empty
     * @param timestamp epoch ms
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Message(String topic, int partition, long offset, byte[] row, long timestamp) {

        /** The name of the partition in positions. */
        public String place() {
            return topic + "/" + partition;
        }
    }

    /**
     * Connects to topics, which need not exist yet.
     *
     * @param positions the offsets to begin at, by {@link Message#place}; without one, the
     *     beginning
     * @param ids of the topics that the positions are in, by name, as far as they are known
     * @param wait how long {@link #poll} waits for messages
     * @throws IOException if the broker does not answer
     */
    public static TopicFollower open(
            KafkaCluster cluster,
            Set<String> topics,
            Map<String, Long> positions,
            Map<String, Uuid> ids,
            Duration wait)
            throws IOException {
        Properties properties = KafkaClients.properties(cluster, DEFAULTS);
        properties.putAll(FIXED);
        BrokerConnection.await(properties, Duration.ZERO);
        KafkaConsumer<byte[], byte[]> consumer = null;
        try {
            consumer =
                    new KafkaConsumer<>(
                            properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            return new TopicFollower(
                    topics,
                    cluster.bootstrapServers(),
                    positions,
                    ids,
                    wait,
                    BrokerView.connect("following", properties),
                    consumer);
        } catch (KafkaException failure) {
            if (consumer != null) {
                consumer.close(Duration.ZERO);
            }
            throw new IOException(failure.getMessage(), failure);
        }
    }

    /**
     * The next messages; none if there are none for a while.
     *
     * @throws RemovedMessagesException if those that are next are not there any more
     * @throws IOException if the broker does not answer
     */
    public List<Message> poll() throws IOException {
        try {
            discover();
            lookAtEnds();
            List<Message> messages = new ArrayList<>();
            if (assigned.isEmpty()) {
                return messages;
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
                messages.add(
                        new Message(
                                record.topic(),
                                record.partition(),
                                record.offset(),
                                row(record),
                                record.timestamp()));
                positions.put(record.topic() + "/" + record.partition(), record.offset() + 1);
            }
            return messages;
        } catch (InvalidOffsetException removed) {
            throw new RemovedMessagesException(
                    "Kafka at " + servers + " has removed messages: " + removed.getMessage(),
                    removed);
        } catch (KafkaException failure) {
            throw new IOException("Kafka at " + servers + ": " + failure.getMessage(), failure);
        }
    }

    /** Looks for partitions now and then. */
    private void discover() throws RemovedMessagesException {
        long now = System.nanoTime();
        if (!assigned.isEmpty() && now - lastDiscovery < DISCOVERY.toNanos()) {
            return;
        }
        lastDiscovery = now;
        Set<TopicPartition> found = new HashSet<>();
        for (Map.Entry<String, TopicInfo> topic : described().entrySet()) {
            for (int i = 0; i < topic.getValue().partitions(); i++) {
                found.add(new TopicPartition(topic.getKey(), i));
            }
        }
        if (found.equals(assigned)) {
            return;
        }
        Set<TopicPartition> before = assigned;
        consumer.assign(found);
        ends = Map.of();
        assigned = Set.copyOf(found);
        for (TopicPartition partition : found) {
            if (!before.contains(partition)) {
                Long at = positions.get(partition.topic() + "/" + partition.partition());
                if (at == null) {
                    consumer.seekToBeginning(List.of(partition));
                } else {
                    consumer.seek(partition, at);
                }
            }
        }
    }

    private Map<String, TopicInfo> described() throws RemovedMessagesException {
        Map<String, TopicInfo> found = view.topics(new KafkaTopics.Named(List.copyOf(topics)));
        for (Map.Entry<String, TopicInfo> topic : found.entrySet()) {
            Uuid id = topic.getValue().id();
            if (TopicInfo.differ(ids.getOrDefault(topic.getKey(), id), id)) {
                // Whatever its offsets are.
                throw new RemovedMessagesException(
                        "Kafka at " + servers + ": topic '" + topic.getKey() + "' was made anew");
            }
            ids.put(topic.getKey(), id);
        }
        return found;
    }

    /** The ids of the topics that there are, by name. */
    public Map<String, Uuid> ids() {
        return Map.copyOf(ids);
    }

    static byte[] row(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() != null) {
            return record.value();
        }
        Header row = record.headers().lastHeader(RowMessages.ROW);
        return row == null || row.value() == null ? NOTHING : row.value();
    }

    /** Asks where the topics end, once all was read up to where they ended before. */
    private void lookAtEnds() throws IOException {
        if (ends.isEmpty() || !isBehind()) {
            Instant now = Instant.now();
            ends = Map.copyOf(consumer.endOffsets(assigned));
            endsAt = now;
        }
    }

    /** All messages that were committed then have been polled; empty if that is not known anew. */
    public Optional<Instant> completeTo() throws IOException {
        return isBehind() ? Optional.empty() : Optional.of(endsAt);
    }

    /**
     * Whether messages are known that were not polled.
     *
     * @throws IOException if the broker does not answer
     */
    public boolean isBehind() throws IOException {
        try {
            return assigned.stream()
                    .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L));
        } catch (KafkaException failure) {
            throw new IOException("Kafka at " + servers + ": " + failure.getMessage(), failure);
        }
    }

    /** Begins again with the first messages. */
    public void seekToBeginning() {
        positions.clear();
        ids.clear();
        ends = Map.of();
        consumer.seekToBeginning(assigned);
    }

    @Override
    public void close() {
        // It does not close while the thread is interrupted.
        boolean isInterrupted = Thread.interrupted();
        try (view) {
            consumer.close(Duration.ofSeconds(1));
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
