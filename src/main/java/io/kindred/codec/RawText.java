package io.kindred.codec;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * The beginning of some bytes as shown in dead letters.
 *
 * @param text the bytes as text, with U+FFFD for what is not valid in their encoding
 * @param base64 the bytes in Base64 if they are not valid in their encoding; otherwise empty
 * @param shown the number of bytes that are shown
 */
record RawText(String text, String base64, int shown) {

    static final int MAX_BYTES = 64 * 1024;

    /** The same of bytes that are UTF-8, or should be. */
    static RawText of(byte[] bytes, long length) {
        return of(bytes, length, TextEncoding.UTF_8.name());
    }

    /**
     * Cuts the bytes to {@link #MAX_BYTES}.
     *
     * @param length the length of the whole input; greater than {@code bytes.length} if it is cut
     *     already
     * @param encoding that the bytes were converted from, see {@link MalformedText}
     */
    static RawText of(byte[] bytes, long length, String encoding) {
        int shown = Math.min(bytes.length, MAX_BYTES);
        if (shown < length) {
            shown = characterBoundary(bytes, shown);
        }
        byte[] beginning = shown == bytes.length ? bytes : Arrays.copyOf(bytes, shown);
        if (!encoding.equals(TextEncoding.UTF_8.name())) {
            return new RawText(
                    MalformedText.shown(beginning),
                    InputText.isUtf8(beginning)
                            ? ""
                            : base64(MalformedText.original(beginning, Charset.forName(encoding))),
                    shown);
        }
        return new RawText(
                new String(beginning, StandardCharsets.UTF_8),
                InputText.isUtf8(beginning) ? "" : base64(beginning),
                shown);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The end of the last complete UTF-8 character, so that the cut adds no U+FFFD. */
    private static int characterBoundary(byte[] bytes, int end) {
        for (int start = end - 1; start >= Math.max(0, end - 4); start--) {
            int first = bytes[start] & 0xff;
            if (first < 0x80) {
                return end;
            }
            if (first >= 0xc0) {
                int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
                return start + length > end ? start : end;
            }
        }
        return end;
    }
}
