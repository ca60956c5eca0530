package io.kindred.codec;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * A message as it came out of a topic. It is public and flat because it is sent between operators.
 *
 * @param topic where it was
 * @param partition of the topic
 * @param offset in the partition
 * @param key null if the message has none
 * @param value null if the message has none, which makes it a tombstone; of one over the limit,
 *     only the beginning
 * @param length how many bytes the whole value has
 * @param headers in their order
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

    /** Where the message was: {@code topic/partition/offset}. */
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
