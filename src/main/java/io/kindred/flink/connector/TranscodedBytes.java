package io.kindred.flink.connector;

import io.kindred.codec.MalformedText;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * Reads a file of another encoding as UTF-8. It is decoded one character at a time, so that of each
 * it is known how many bytes of the file it is: positions stay those in the file. Bytes that are no
 * characters are {@linkplain MalformedText marked}.
 */
final class TranscodedBytes {

    /**
     * The most bytes of UTF-8 that one step writes: marks of as many bytes as are wrong at once.
     */
    static final int STEP_BYTES = 8 * MalformedText.MARK_BYTES;

    private static final int RAW_BYTES = 16 * 1024;

    private final FileBytes file;
    private final CharsetDecoder decoder;

    /**
     * The most bytes that are skipped as malformed at once: those after them may be a character.
     */
    private final int mostWrong;

    private final byte[] bytes = new byte[RAW_BYTES];
    private final ByteBuffer raw = ByteBuffer.wrap(bytes).limit(0);
    private final CharBuffer chars = CharBuffer.allocate(2);
    private boolean isEnd;

    /** The bytes that have been decoded since the last character. */
    private int taken;

    /**
     * @param read bytes of the file that have been read already
     */
    TranscodedBytes(FileBytes file, Charset charset, byte[] read) {
        this.file = file;
        this.decoder =
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        this.mostWrong =
                charset.name().contains("UTF-16") ? 2 : charset.name().contains("UTF-32") ? 4 : 8;
        System.arraycopy(read, 0, bytes, 0, read.length);
        raw.limit(read.length);
    }

    /**
     * Reads on, into a buffer with room for a step.
     *
     * @param lengths gets how many bytes of the file a character is, at its first byte, and 0 at
     *     its others
     * @return the number of bytes of UTF-8; -1 at the end of the file
     */
    int read(byte[] utf8, byte[] lengths, int from) throws IOException {
        int to = from;
        while (to + STEP_BYTES <= utf8.length) {
            int written = step(utf8, to);
            if (written > 0) {
                lengths[to] = (byte) taken;
                for (int i = 1; i < written; i++) {
                    lengths[to + i] = 0;
                }
                taken = 0;
                to += written;
            } else if (to > from || isEnd) {
                break;
            } else {
                fill();
            }
        }
        return to > from ? to - from : -1;
    }

    /** Decodes one character, or marks bytes that are none. Returns 0 if there are too few. */
    private int step(byte[] utf8, int at) {
        int start = raw.position();
        chars.clear().limit(1);
        CoderResult result = decoder.decode(raw, chars, isEnd);
        if (chars.position() == 0 && result.isOverflow()) {
            // A surrogate pair, or what some encodings have for two characters.
            chars.limit(2);
            result = decoder.decode(raw, chars, isEnd);
        }
        taken += raw.position() - start;
        if (chars.position() > 0) {
            return write(chars.flip(), utf8, at);
        }
        if (!result.isError()) {
            return 0;
        }
        int wrong = Math.min(result.length(), mostWrong);
        for (int i = 0; i < wrong; i++) {
            MalformedText.mark(raw.get(), utf8, at + i * MalformedText.MARK_BYTES);
        }
        taken += wrong;
        return wrong * MalformedText.MARK_BYTES;
    }

    private static int write(CharBuffer chars, byte[] utf8, int from) {
        int at = from;
        for (int i = 0; i < chars.length(); ) {
            int c = Character.codePointAt(chars, i);
            i += Character.charCount(c);
            if (c < 0x80) {
                utf8[at++] = (byte) c;
            } else if (c < 0x800) {
                utf8[at++] = (byte) (0xc0 | c >> 6);
                utf8[at++] = continuation(c);
            } else if (c < 0x10000) {
                utf8[at++] = (byte) (0xe0 | c >> 12);
                utf8[at++] = continuation(c >> 6);
                utf8[at++] = continuation(c);
            } else {
                utf8[at++] = (byte) (0xf0 | c >> 18);
                utf8[at++] = continuation(c >> 12);
                utf8[at++] = continuation(c >> 6);
                utf8[at++] = continuation(c);
            }
        }
        return at - from;
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | bits & 0x3f);
    }

    private void fill() throws IOException {
        raw.compact();
        int read = file.read(bytes, raw.position());
        raw.position(raw.position() + Math.max(0, read)).flip();
        isEnd = read < 0;
    }
}
