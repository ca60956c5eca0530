package io.kindred.flink.connector;

import io.kindred.codec.Message;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;

/**
 * One input as it came: a line of a file, or a message. It is public and flat because it is sent
 * between operators.
 *
 * @param source where it came from: a file's path, or the name of a source of messages
 * @param position where in it: {@code line 12}, of an input of several lines the first; or {@code
 *     topic/partition/offset}
 * @param bytes the input without its line end; of one over the limit, only the beginning
 * @param length how many bytes the whole input has; greater than the length of {@code bytes} if it
 *     was over the limit
 * @param header the header line of the file; empty where the format has none
 * @param message the message, if it is one; {@code bytes} are its value, and none if it has none
 */
@SuppressWarnings("ArrayRecordComponent") // Flink sends a byte array as it is; equals is by content
public record RawInput(
        String source,
        String position,
        byte[] bytes,
        long length,
        String header,
        @Nullable Message message) {

    private static final byte[] NOTHING = {};

    /** A line of a file. */
    public RawInput(String source, String position, byte[] bytes, long length, String header) {
        this(source, position, bytes, length, header, null);
    }

    /** A message of a source. */
    public static RawInput of(String source, Message message) {
        byte[] value = message.value();
        return new RawInput(
                source,
                message.position(),
                value == null ? NOTHING : value,
                message.length(),
                "",
                message);
    }

    /** Whether the input was over the limit, so that only its beginning is here. */
    public boolean isCut() {
        return length > bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawInput that
                && source.equals(that.source)
                && position.equals(that.position)
                && Arrays.equals(bytes, that.bytes)
                && length == that.length
                && header.equals(that.header)
                && Objects.equals(message, that.message);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * source.hashCode() + position.hashCode()) + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return source + " " + position + " (" + length + " bytes)";
    }
}
