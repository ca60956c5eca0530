package io.kindred.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Bytes as a reader of dead letters sees them: no more than they will want.
 *
 * @param text what is not UTF-8 in it is U+FFFD
 * @param base64 the same if it is not UTF-8, else empty
 * @param shown how many bytes that is
 */
record RawText(String text, String base64, int shown) {

    static final int MOST_BYTES = 64 * 1024;

    /**
     * The beginning of the bytes.
     *
     * @param length how many bytes there would be if they were not only a beginning
     */
    static RawText of(byte[] bytes, long length) {
        int shown = Math.min(bytes.length, MOST_BYTES);
        if (shown < length) {
            shown = characterBoundary(bytes, shown);
        }
        byte[] beginning = shown == bytes.length ? bytes : Arrays.copyOf(bytes, shown);
        return new RawText(
                new String(beginning, StandardCharsets.UTF_8),
                InputText.isUtf8(beginning) ? "" : Base64.getEncoder().encodeToString(beginning),
                shown);
    }

    /** The end of the last character of UTF-8 that is whole, so that the cut makes no U+FFFD. */
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
