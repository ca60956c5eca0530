package io.kindred.flink.operator;

import io.kindred.codec.DeadLetter;
import io.kindred.flink.connector.RawInput;

import java.nio.charset.StandardCharsets;

/** Makes dead letters of inputs, with no more of an input than a reader of them will want. */
final class DeadLetters {

    static final int RAW_BYTES = 64 * 1024;

    private DeadLetters() {}

    static DeadLetter of(RawInput input, String error) {
        byte[] bytes = input.bytes();
        int shown = Math.min(bytes.length, RAW_BYTES);
        if (shown == input.length()) {
            return letter(input, error, shown);
        }
        shown = characterBoundary(bytes, shown);
        return letter(input, error + " (raw is cut to its first " + shown + " bytes)", shown);
    }

    private static DeadLetter letter(RawInput input, String error, int shown) {
        // What is not UTF-8 becomes U+FFFD: the letter itself has to be text.
        String raw = new String(input.bytes(), 0, shown, StandardCharsets.UTF_8);
        return new DeadLetter(input.source(), input.position(), error, raw);
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
