package io.kindred.flink.connector;

import io.kindred.codec.MalformedText;
import io.kindred.codec.Message;
import io.kindred.codec.RejectedInputException;
import io.kindred.codec.SeparatorLine;
import io.kindred.codec.TextEncoding;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;

/**
 * An undecoded input: a line or JSON element of a file, or a Kafka message. Public, with simple
 * component types, because Flink serialises it between operators.
 *
 * @param source the path of the file, or the name of the Kafka source
 * @param position {@code line 12} (the first line of a multi-line input), {@code line 12, byte 345}
 *     (of a JSON element that is not the first in its line), or {@code topic/partition/offset}
 * @param bytes the line without its line end or the element, as UTF-8 (see {@link MalformedText}),
 *     or the value of the message (empty for a tombstone); cut if over the limit
 * @param length the length of the whole input, in bytes; greater than {@code bytes.length} if cut
 * @param header the header line of the file, after a {@linkplain SeparatorLine line} with its
 *     delimiter if it has one; empty for formats without a header
 * @param encoding the charset of the file; of a message always UTF-8
 * @param message the message; null for a line of a file
 */
@SuppressWarnings("ArrayRecordComponent") // Flink sends a byte array as it is; equals is by content
public record RawInput(
        String source,
        String position,
        byte[] bytes,
        long length,
        String header,
        String encoding,
        @Nullable Message message) {

    private static final String UTF_8 = TextEncoding.UTF_8.name();
    private static final byte[] NOTHING = {};

    /** No input: follows the last one that a subtask has read of a source that marks its end. */
    public static final RawInput END = new RawInput("", "", NOTHING, 0, "");

    /** A line or element of a file in UTF-8. */
    public RawInput(String source, String position, byte[] bytes, long length, String header) {
        this(source, position, bytes, length, header, UTF_8, null);
    }

    public static RawInput of(String source, Message message) {
        byte[] value = message.value();
        return new RawInput(
                source,
                message.position(),
                value == null ? NOTHING : value,
                message.length(),
                "",
                UTF_8,
                message);
    }

    /**
     * Checks that the text was in the encoding of the file. UTF-8 is checked by decoders.
     *
     * @throws RejectedInputException naming the first character that is not
     */
    public void checkEncoding() throws RejectedInputException {
        if (!encoding.equals(UTF_8)) {
            MalformedText.check(bytes, encoding);
        }
    }

    /** Whether this is {@link #END}. */
    public boolean isEnd() {
        return position.isEmpty();
    }

    /** Whether the input was over the limit, so that {@code bytes} is only its beginning. */
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
                && encoding.equals(that.encoding)
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
