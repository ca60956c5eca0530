package io.kindred.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Text that was converted to UTF-8 from another encoding, with marks for bytes that are no
 * characters in it: {@code FF}, which is no byte of UTF-8, and the byte as two hexadecimal digits.
 * So nothing is lost, line breaks and delimiters around such bytes are found, and the text cannot
 * be taken for a correct one.
 */
public final class MalformedText {

    /** The length of a mark, in bytes. */
    public static final int MARK_BYTES = 3;

    private static final byte MARK = (byte) 0xff;
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final String REPLACEMENT = "\ufffd";

    private MalformedText() {}

    /** Writes the mark of a byte. */
    public static void mark(byte b, byte[] to, int at) {
        to[at] = MARK;
        to[at + 1] = DIGITS[(b >> 4) & 0xf];
        to[at + 2] = DIGITS[b & 0xf];
    }

    /**
     * Checks that a text has no mark.
     *
     * @param encoding that it was converted from, for the error
     */
    public static void check(byte[] text, String encoding) throws RejectedInputException {
        int at = mark(text, 0);
        if (at < text.length) {
            String before = new String(text, 0, at, StandardCharsets.UTF_8);
            String digits = new String(text, at + 1, MARK_BYTES - 1, StandardCharsets.US_ASCII);
            throw notIn(encoding, before.codePointCount(0, before.length()) + 1, digits);
        }
    }

    static RejectedInputException notIn(String encoding, int character, String digits) {
        return new RejectedInputException(
                String.format(
                        "not %s at character %d, which is the byte '%s' in hexadecimal",
                        encoding, character, digits));
    }

    /** The text with U+FFFD for every mark. */
    static String shown(byte[] text) {
        StringBuilder shown = new StringBuilder();
        for (int start = 0; start < text.length; ) {
            int at = mark(text, start);
            shown.append(new String(text, start, at - start, StandardCharsets.UTF_8));
            shown.append(at < text.length ? REPLACEMENT : "");
            start = Math.min(text.length, at + MARK_BYTES);
        }
        return shown.toString();
    }

    /** The bytes that the text was converted from. */
    static byte[] original(byte[] text, Charset encoding) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length);
        for (int start = 0; start < text.length; ) {
            int at = mark(text, start);
            String part = new String(text, start, at - start, StandardCharsets.UTF_8);
            bytes.writeBytes(part.getBytes(encoding));
            if (at + MARK_BYTES <= text.length) {
                bytes.write(
                        Character.digit(text[at + 1], 16) << 4 | Character.digit(text[at + 2], 16));
            }
            start = Math.min(text.length, at + MARK_BYTES);
        }
        return bytes.toByteArray();
    }

    private static int mark(byte[] text, int start) {
        int at = start;
        while (at < text.length && text[at] != MARK) {
            at++;
        }
        return at;
    }
}
