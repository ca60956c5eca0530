package io.kindred.codec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Checks of text in inputs: bytes must be strict UTF-8 without NUL, and strings must not contain
 * unpaired surrogates. Other text could not be written to the outputs unchanged. Errors count bytes
 * from 1.
 */
final class InputText {

    private static final int SHOWN = 100;
    private static final int CHUNK = 4096;

    private InputText() {}

    static void check(byte[] bytes) throws RejectedInputException {
        check(bytes, 0);
    }

    /** Checks the bytes from an index on. */
    static void check(byte[] bytes, int from) throws RejectedInputException {
        boolean ascii = true;
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                throw new RejectedInputException(
                        "NUL byte at byte " + (i + 1) + (i == 0 ? Frame.hint(bytes) : ""));
            }
            ascii &= bytes[i] > 0;
        }
        if (!ascii) {
            checkUtf8(bytes, from);
        }
    }

    /** Decodes the bytes after checking them. */
    static String text(byte[] bytes) throws RejectedInputException {
        check(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static boolean isUtf8(byte[] bytes) {
        try {
            checkUtf8(bytes, 0);
            return true;
        } catch (RejectedInputException e) {
            return false;
        }
    }

    /** Decodes in chunks, so that a long line is not in memory twice. */
    private static void checkUtf8(byte[] bytes, int from) throws RejectedInputException {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes).position(from);
        CharBuffer out = CharBuffer.allocate(Math.min(bytes.length, CHUNK));
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw new NotUtf8Exception(in.position() + 1);
        }
    }

    /** Returns the text; rejects unpaired surrogates. */
    static String checkUnicode(String text, String path) throws RejectedInputException {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i++);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            boolean paired =
                    Character.isHighSurrogate(c)
                            && i < text.length()
                            && Character.isLowSurrogate(text.charAt(i++));
            if (!paired) {
                throw new RejectedInputException(
                        String.format("%s has the unpaired surrogate U+%04X", path, (int) c));
            }
        }
        return text;
    }

    /** The text in quotes for errors, cut if it is long. */
    static String quoted(String text) {
        if (text.codePointCount(0, text.length()) <= SHOWN) {
            return "'" + text + "'";
        }
        return "'" + text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "...'";
    }
}
