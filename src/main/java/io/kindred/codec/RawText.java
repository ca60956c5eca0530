package io.kindred.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * The beginning of some bytes as shown in dead letters.
 *
 * @param text the bytes as text, with U+FFFD for what is not UTF-8
 * @param base64 the bytes in Base64 if they are not valid UTF-8; otherwise empty
 * @param shown the number of bytes that are shown
 */
record RawText(String text, String base64, int shown) {

    static final int MAX_BYTES = 64 * 1024;

    /**
     * Cuts the bytes to {@link #MAX_BYTES}.
     *
     * @param length the length of the whole input; greater than {@code bytes.length} if it is cut
     *     already
     */
    static RawText of(byte[] bytes, long length) {
        int shown = Math.min(bytes.length, MAX_BYTES);
        if (shown < length) {
            shown = characterBoundary(bytes, shown);
        }
        byte[] beginning = shown == bytes.length ? bytes : Arrays.copyOf(bytes, shown);
        return new RawText(
                new String(beginning, StandardCharsets.UTF_8),
                InputText.isUtf8(beginning) ? "" : Base64.getEncoder().encodeToString(beginning),
                shown);
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
