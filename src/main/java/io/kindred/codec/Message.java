package io.kindred.codec;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * A Kafka message. Public, with simple component types, because Flink serialises it between
 * operators.
 *
 * @param key null if the message has none
 * @param value null for a tombstone; cut if it is over the limit
 * @param length the length of the whole value, in bytes
 * @param headers in the order of the message
 */
@SuppressWarnings("ArrayRecordComponent") // Flink sends a byte array as it is; equals is by content
public record Message(
        String topic,
        int partition,
        long offset,
        byte @Nullable [] key,
        byte @Nullable [] value,
        long length,
        List<MessageHeader> headers) {

    /** {@code topic/partition/offset}. */
    public String position() {
        return topic + '/' + partition + '/' + offset;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Message that
                && topic.equals(that.topic)
                && partition == that.partition
                && offset == that.offset
                && Arrays.equals(key, that.key)
                && Arrays.equals(value, that.value)
                && length == that.length
                && headers.equals(that.headers);
    }

    @Override
    public int hashCode() {
        return position().hashCode();
    }

    @Override
    public String toString() {
        return position() + " (" + length + " bytes)";
    }
}
