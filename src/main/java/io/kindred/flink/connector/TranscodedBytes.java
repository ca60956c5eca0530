package io.kindred.flink.connector;

import io.kindred.codec.MalformedText;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Reads a file of another encoding as UTF-8. Of each character it is known how many bytes of the
 * file it is, so that positions stay those in the file. For that it is decoded one character at a
 * time, unless all are of one length. Bytes that are no characters are {@linkplain MalformedText
 * marked}.
 */
final class TranscodedBytes {

    /**
     * The most bytes of UTF-8 that one step writes: marks of as many bytes as are wrong at once.
     */
    static final int STEP_BYTES = 8 * MalformedText.MARK_BYTES;

    private static final int RAW_BYTES = 16 * 1024;
    private static final int CHARS = 1024;

    /** The bytes of UTF-8 that a char takes at most. */
    private static final int BYTES_PER_CHAR = 3;

    private final FileBytes file;
    private final CharsetDecoder decoder;

    /** The bytes of each char, if all have as many; otherwise 0. */
    private final int width;

    /**
     * The most bytes that are skipped as malformed at once: those after them may be a character.
     */
    private final int mostWrong;

    private final byte[] bytes = new byte[RAW_BYTES];
    private final ByteBuffer raw = ByteBuffer.wrap(bytes).limit(0);
    private final CharBuffer chars = CharBuffer.allocate(CHARS);
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
        this.width = width(charset);
        System.arraycopy(read, 0, bytes, 0, read.length);
        raw.limit(read.length);
    }

    private static int width(Charset charset) {
        if (charset.equals(StandardCharsets.UTF_16LE)
                || charset.equals(StandardCharsets.UTF_16BE)) {
            return 2;
        }
        boolean isByte =
                charset.newEncoder().maxBytesPerChar() == 1
                        && charset.newDecoder().maxCharsPerByte() == 1;
        return isByte ? 1 : 0;
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
            int written = step(utf8, lengths, to);
            if (written > 0) {
                to += written;
            } else if (to > from || isEnd) {
                break;
            } else {
                fill();
            }
        }
        return to > from ? to - from : -1;
    }

    /**
     * Decodes one character, or several if it is known how long each is; or marks bytes that are
     * none. Returns 0 if there are too few.
     */
    private int step(byte[] utf8, byte[] lengths, int at) {
        int start = raw.position();
        int most = width == 0 ? 1 : Math.min(CHARS, (utf8.length - at) / BYTES_PER_CHAR);
        chars.clear().limit(most);
        CoderResult result = decoder.decode(raw, chars, isEnd);
        if (chars.position() == 0 && result.isOverflow()) {
            // A surrogate pair, or what some encodings have for two characters.
            chars.limit(2);
            result = decoder.decode(raw, chars, isEnd);
        }
        taken += raw.position() - start;
        if (chars.position() > 0) {
            return write(chars.flip(), utf8, lengths, at);
        }
        return result.isError() ? mark(Math.min(result.length(), mostWrong), utf8, lengths, at) : 0;
    }

    private int mark(int wrong, byte[] utf8, byte[] lengths, int from) {
        int at = from;
        for (int i = 0; i < wrong; i++) {
            MalformedText.mark(raw.get(), utf8, at);
            at = sized(lengths, at, at + MalformedText.MARK_BYTES, taken + 1);
            taken = 0;
        }
        return at - from;
    }

    private int write(CharBuffer text, byte[] utf8, byte[] lengths, int from) {
        int at = from;
        for (int i = 0; i < text.length(); ) {
            int c = Character.codePointAt(text, i);
            int count = Character.charCount(c);
            i += count;
            int end = write(c, utf8, at);
            at = sized(lengths, at, end, width == 0 ? taken : width * count);
            taken = 0;
        }
        return at - from;
    }

    /** Notes of how many bytes of the file a character is. Returns its end. */
    private static int sized(byte[] lengths, int start, int end, int length) {
        lengths[start] = (byte) length;
        for (int i = start + 1; i < end; i++) {
            lengths[i] = 0;
        }
        return end;
    }

    private static int write(int c, byte[] utf8, int from) {
        int at = from;
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
        return at;
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
