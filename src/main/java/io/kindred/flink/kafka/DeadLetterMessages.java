package io.kindred.flink.kafka;

import io.kindred.codec.DeadLetter;
import io.kindred.codec.Message;
import io.kindred.codec.MessageHeader;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Serialises dead letters as messages. Key, value and headers are those of the rejected message;
 * for a line of a file, the value is the line. Messages over the topic's limit are cut, because a
 * dead letter that cannot be sent would stop the job.
 *
 * <p>Headers added at the end: {@code kindred.error}, {@code kindred.source} and {@code
 * kindred.position}. For a message also {@code kindred.topic}, {@code kindred.partition} and {@code
 * kindred.offset}. If anything was cut, {@code kindred.cut} with the original sizes.
 */
final class DeadLetterMessages
        implements KafkaRecordSerializationSchema<DeadLetter>, KafkaDatasetFacetProvider {

    private static final long serialVersionUID = 1L;

    /** Bytes for the record batch and the fields of one message. */
    private static final int OVERHEAD = 256;

    /**
     * The error takes at most 1/16 of the limit in characters, and so at most a quarter in bytes.
     */
    private static final int ERROR_SHARE = 16;

    private final String topic;
    private final int maxMessageBytes;

    DeadLetterMessages(String topic, int maxMessageBytes) {
        this.topic = topic;
        this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            DeadLetter letter, KafkaSinkContext context, @Nullable Long timestamp) {
        Message message = letter.message();
        List<Header> about = about(letter, message, maxMessageBytes / ERROR_SHARE);
        int room = Math.max(0, maxMessageBytes - OVERHEAD - bytes(about));
        byte @Nullable [] key = message == null ? null : message.key();
        byte @Nullable [] value = message == null ? line(letter) : message.value();
        List<Header> headers = message == null ? List.of() : headers(message);
        long valueBytes = message == null ? length(value) : message.length();
        long all = (long) length(key) + length(value) + bytes(headers);
        List<Header> sent = headers;
        if (all > room) {
            // At most a quarter each for headers and key, the rest for the value.
            sent = fitting(headers, room / 4);
            key = cut(key, room / 4);
            value = cut(value, room - length(key) - bytes(sent));
        }
        List<Header> complete = new ArrayList<>(sent);
        complete.addAll(about);
        if (all > room || length(value) < valueBytes) {
            complete.add(
                    header(
                            "kindred.cut",
                            String.format(
                                    "key of %d bytes, value of %d bytes, %d headers",
                                    length(message == null ? null : message.key()),
                                    valueBytes,
                                    headers.size())));
        }
        return new ProducerRecord<>(topic, null, key, value, complete);
    }

    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
        return Optional.of(RowMessages.facet(topic));
    }

    private static byte[] line(DeadLetter letter) {
        return letter.rawBase64().isEmpty()
                ? letter.raw().getBytes(StandardCharsets.UTF_8)
                : Base64.getDecoder().decode(letter.rawBase64());
    }

    private static List<Header> headers(Message message) {
        List<Header> headers = new ArrayList<>();
        for (MessageHeader each : message.headers()) {
            headers.add(new RecordHeader(each.name(), each.value()));
        }
        return headers;
    }

    private static List<Header> about(
            DeadLetter letter, @Nullable Message message, int errorChars) {
        List<Header> about = new ArrayList<>();
        String error = letter.error();
        about.add(
                header("kindred.error", error.substring(0, Math.min(error.length(), errorChars))));
        about.add(header("kindred.source", letter.source()));
        about.add(header("kindred.position", letter.position()));
        if (message != null) {
            about.add(header("kindred.topic", message.topic()));
            about.add(header("kindred.partition", Integer.toString(message.partition())));
            about.add(header("kindred.offset", Long.toString(message.offset())));
        }
        return about;
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Header> fitting(List<Header> headers, int room) {
        int count = headers.size();
        while (bytes(headers.subList(0, count)) > room) {
            count--;
        }
        return headers.subList(0, count);
    }

    private static byte @Nullable [] cut(byte @Nullable [] bytes, int most) {
        return bytes == null || bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static int bytes(List<Header> headers) {
        int bytes = 0;
        for (Header each : headers) {
            bytes += each.key().getBytes(StandardCharsets.UTF_8).length + length(each.value()) + 8;
        }
        return bytes;
    }
}
