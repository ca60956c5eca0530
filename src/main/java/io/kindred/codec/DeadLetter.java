package io.kindred.codec;

import org.jspecify.annotations.Nullable;

/**
 * An input that was rejected. Public, with simple component types, because Flink serialises it
 * between operators.
 *
 * @param source the path of the file, or the name of the Kafka source
 * @param position {@code line 12}, {@code line 12, byte 345}, or {@code topic/partition/offset}
 * @param error what is wrong and what was expected
 * @param raw the input as text, cut if it is very long
 * @param rawBase64 the same bytes in Base64 if they are not valid in their encoding; otherwise
 *     empty
 * @param message the Kafka message; null for a line of a file
 */
public record DeadLetter(
        String source,
        String position,
        String error,
        String raw,
        String rawBase64,
        @Nullable Message message) {

    /** A line of a file, in valid UTF-8. */
    public DeadLetter(String source, String position, String error, String raw) {
        this(source, position, error, raw, "", null);
    }

    /** The same of an input that is UTF-8, or should be. */
    public static DeadLetter of(
            String source,
            String position,
            String error,
            byte[] bytes,
            long length,
            @Nullable Message message) {
        return of(source, position, error, bytes, length, TextEncoding.UTF_8.name(), message);
    }

    /**
     * Creates a dead letter and cuts its text if necessary.
     *
     * @param bytes the input, which may be cut already
     * @param length the length of the whole input, in bytes
     * @param encoding that the bytes were converted from, see {@link MalformedText}
     * @param message the Kafka message; null for a line of a file
     */
    public static DeadLetter of(
            String source,
            String position,
            String error,
            byte[] bytes,
            long length,
            String encoding,
            @Nullable Message message) {
        RawText raw = RawText.of(bytes, length, encoding);
        String cut =
                raw.shown() < length ? " (raw is cut to its first " + raw.shown() + " bytes)" : "";
        return new DeadLetter(source, position, error + cut, raw.text(), raw.base64(), message);
    }
}
