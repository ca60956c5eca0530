package io.kindred.flink.kafka;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.SimpleRecord;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;

/**
 * How long the messages of a topic may be. Kafka's own error names neither message nor limit.
 *
 * @param place of the sink in the job file, for errors
 * @param topicBytes the limit of the topic for a compressed message; {@link Integer#MAX_VALUE} if
 *     the job may not read it
 * @param requestBytes the limit of the producer, before compression
 */
record MessageLimits(
        String place, String topic, int topicBytes, int requestBytes, CompressionType compression) {

    private static final int MAX_KEY_CHARS = 200;

    /**
     * Asks a broker for the limit of a topic.
     *
     * @param producer the properties of the producer
     * @throws KafkaException in one line, if the topic does not exist or the broker does not answer
     */
    static MessageLimits ask(String place, String topic, Properties producer) {
        Admin admin = Admin.create(producer);
        try {
            admin.describeTopics(List.of(topic)).allTopicNames().get();
            return new MessageLimits(
                    place,
                    topic,
                    topicBytes(admin, topic),
                    requestBytes(producer),
                    CompressionType.forName(
                            producer.getProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none")));
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            String servers = producer.getProperty("bootstrap.servers");
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new KafkaException(
                        String.format(
                                "%s: there is no topic '%s' at %s; create it first",
                                place, topic, servers));
            }
            String problem =
                    e.getCause() instanceof TimeoutException
                            ? "cannot reach Kafka at " + servers
                            : "Kafka at " + servers + " does not describe topic '" + topic + "'";
            throw new KafkaException(place + ": " + problem, e.getCause());
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private static int topicBytes(Admin admin, String topic) throws InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            return Integer.parseInt(
                    admin.describeConfigs(List.of(resource))
                            .all()
                            .get()
                            .get(resource)
                            .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                            .value());
        } catch (ExecutionException e) {
            // Writing to a topic does not take the right to read its configuration.
            return Integer.MAX_VALUE;
        }
    }

    private static int requestBytes(Properties producer) {
        ProducerConfig config = new ProducerConfig(withSerializers(producer));
        return (int)
                Math.min(
                        config.getInt(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                        config.getLong(ProducerConfig.BUFFER_MEMORY_CONFIG));
    }

    private static Properties withSerializers(Properties producer) {
        Properties all = new Properties();
        all.putAll(producer);
        String serializer = "org.apache.kafka.common.serialization.ByteArraySerializer";
        all.setProperty(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, serializer);
        all.setProperty(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, serializer);
        return all;
    }

    /**
     * Fails if a message is longer than the topic takes.
     *
     * @throws RecordTooLargeException naming its key, its length and the limit
     */
    void check(ProducerRecord<byte[], byte[]> message) {
        int length =
                AbstractRecords.estimateSizeInBytesUpperBound(
                        RecordBatch.CURRENT_MAGIC_VALUE,
                        compression,
                        message.key(),
                        message.value(),
                        message.headers().toArray());
        if (length > requestBytes) {
            throw tooLarge(
                    message,
                    String.format(
                            "%d bytes, and a producer sends at most %d; raise its properties"
                                    + " max.request.size and buffer.memory",
                            length, requestBytes));
        }
        if (length > topicBytes && compressed(message) > topicBytes) {
            throw tooLarge(
                    message,
                    String.format(
                            "%d bytes (%d before compression), and topic '%s' takes at most %d;"
                                    + " raise the topic's max.message.bytes",
                            compressed(message), length, topic, topicBytes));
        }
    }

    private int compressed(ProducerRecord<byte[], byte[]> message) {
        return MemoryRecords.withRecords(
                        Compression.of(compression).build(),
                        new SimpleRecord(
                                0L, message.key(), message.value(), message.headers().toArray()))
                .sizeInBytes();
    }

    private RecordTooLargeException tooLarge(
            ProducerRecord<byte[], byte[]> message, String problem) {
        return new RecordTooLargeException(
                String.format("%s: the row %shas %s", place, key(message.key()), problem));
    }

    private static String key(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "";
        }
        String key = new String(bytes, StandardCharsets.UTF_8).replace('\u001f', '/');
        return "'" + key.substring(0, Math.min(key.length(), MAX_KEY_CHARS)) + "' ";
    }
}
