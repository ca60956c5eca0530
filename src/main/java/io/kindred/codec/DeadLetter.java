package io.kindred.codec;

import org.jspecify.annotations.Nullable;

/**
 * An input that could not be taken. It is public and flat because it is sent between operators.
 *
 * @param source where it came from: a file's path, or the name of a source of messages
 * @param position where in it: {@code line 12}, or {@code topic/partition/offset}
 * @param error what is wrong and what was expected
 * @param raw the input as text, its beginning only if it is very long
 * @param rawBase64 the same in Base64 if it is not UTF-8, so that the text lacks something; else
 *     empty
 * @param message the message, if it was one
 */
public record DeadLetter(
        String source,
        String position,
        String error,
        String raw,
        String rawBase64,
        @Nullable Message message) {

    /** Of a line that is UTF-8. */
    public DeadLetter(String source, String position, String error, String raw) {
        this(source, position, error, raw, "", null);
    }

    /**
     * Of any input.
     *
     * @param bytes the input, or the beginning of one that is very long
     * @param length how many bytes the whole input has
     * @param message the message, if it was one
     */
    public static DeadLetter of(
            String source,
            String position,
            String error,
            byte[] bytes,
            long length,
            @Nullable Message message) {
        RawText raw = RawText.of(bytes, length);
        String cut =
                raw.shown() < length ? " (raw is cut to its first " + raw.shown() + " bytes)" : "";
        return new DeadLetter(source, position, error + cut, raw.text(), raw.base64(), message);
    }
}
