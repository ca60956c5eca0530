package io.kindred.codec;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * A header of a Kafka message. Public, with simple component types, because Flink serialises it
 * between operators.
 *
 * @param name may occur several times in one message
 * @param value null if the header has none
 */
@SuppressWarnings("ArrayRecordComponent") // Flink sends a byte array as it is; equals is by content
public record MessageHeader(String name, byte @Nullable [] value) {

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MessageHeader that
                && name.equals(that.name)
                && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(value);
    }
}
