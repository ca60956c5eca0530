package io.kindred.flink.connector;

import io.kindred.codec.TextEncoding;
import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The text of a file as UTF-8 from a position on, with a view of the bytes ahead. What is seen
 * ahead is in memory until the position has passed it. Bytes are those of UTF-8, but {@link
 * #offset} is the one in the file, whatever its encoding.
 */
final class FileWindow implements Closeable {

    private static final int INITIAL_BYTES = 64 * 1024;

    private static final byte[] MARK = "\ufeff".getBytes(StandardCharsets.UTF_8);

    private final FileBytes file;
    private final Charset charset;

    /** Null for UTF-8. */
    private final @Nullable TranscodedBytes transcoded;

    /** By byte in the buffer, unless it is the file's: how many bytes of the file it is. */
    private byte[] lengths = {};

    private byte[] buffer = new byte[INITIAL_BYTES];
    private int position;
    private int limit;

    private long offset;
    private long lines;

    private FileWindow(FileBytes file, Charset charset, byte[] read, long offset, long lines) {
        this.file = file;
        this.charset = charset;
        this.offset = offset;
        this.lines = lines;
        if (charset.equals(StandardCharsets.UTF_8)) {
            this.transcoded = null;
            System.arraycopy(read, 0, buffer, 0, read.length);
            this.limit = read.length;
        } else {
            this.transcoded = new TranscodedBytes(file, charset, read);
            this.lengths = new byte[INITIAL_BYTES];
        }
    }

    /**
     * Starts at a position of the file other than its beginning.
     *
     * @param file the bytes from the position on
     * @param charset of the file
     * @param offset of the position, in decompressed bytes
     * @param lines the number of line breaks before the position
     */
    static FileWindow at(FileBytes file, Charset charset, long offset, long lines) {
        return new FileWindow(file, charset, new byte[0], offset, lines);
    }

    /**
     * Starts at the beginning of the file. A byte order mark is skipped.
     *
     * @param encoding of the file, unless a byte order mark says otherwise
     * @throws UnsupportedEncodingException if the file is UTF-16 without a mark, and the encoding
     *     another
     * @throws IOException if the file cannot be read
     */
    static FileWindow start(FileBytes file, TextEncoding encoding) throws IOException {
        byte[] read = new byte[TextEncoding.BEGINNING];
        int length = 0;
        for (int count = 0; count >= 0 && length < read.length; length += Math.max(0, count)) {
            count = file.read(read, length);
        }
        byte[] beginning = Arrays.copyOf(read, length);
        Charset charset = encoding.charset(beginning);
        if (!charset.name().startsWith("UTF-16") && !charset.name().startsWith("UTF-32")) {
            checkNotUtf16(beginning, file);
        }
        FileWindow window = new FileWindow(file, charset, beginning, 0, 0);
        if (window.has(MARK.length - 1)
                && Arrays.equals(window.buffer, 0, MARK.length, MARK, 0, MARK.length)) {
            window.skip(MARK.length, 0);
        }
        return window;
    }

    private static void checkNotUtf16(byte[] beginning, FileBytes file)
            throws UnsupportedEncodingException {
        if (TextEncoding.asciiInUtf16(beginning).isPresent()) {
            throw new UnsupportedEncodingException(
                    String.format(
                            "cannot read %s: it is UTF-16 without a byte order mark; write"
                                    + " encoding: utf-16",
                            file.path()));
        }
    }

    /** The charset of the file. */
    Charset charset() {
        return charset;
    }

    /** Whether the file has a byte so many bytes ahead of the position, which is then in view. */
    boolean has(int ahead) throws IOException {
        while (limit - position <= ahead) {
            if (!fill()) {
                return false;
            }
        }
        return true;
    }

    /** The number of bytes in view. */
    int inView() {
        return limit - position;
    }

    /** The byte so many bytes ahead of the position, which must be in view. */
    byte peek(int ahead) {
        return buffer[position + ahead];
    }

    /** How far ahead the first such byte is, of so many in view; that number without one. */
    int find(char ascii, int bytes) {
        int end = position + bytes;
        int at = position;
        while (at < end && buffer[at] != ascii) {
            at++;
        }
        return at - position;
    }

    /** Moves the position over bytes in view. */
    void skip(int bytes, long lineBreaks) {
        offset += transcoded == null ? bytes : inFile(bytes);
        position += bytes;
        lines += lineBreaks;
    }

    private long inFile(int bytes) {
        long sum = 0;
        for (int i = position; i < position + bytes; i++) {
            sum += lengths[i] & 0xff;
        }
        return sum;
    }

    /** Moves the position over bytes in view, which are appended to an input. */
    void take(int bytes, long lineBreaks, InputBytes input) {
        input.append(buffer, position, position + bytes);
        skip(bytes, lineBreaks);
    }

    /** The bytes that the window is on. */
    FileBytes file() {
        return file;
    }

    /** The offset of the position, in decompressed bytes. */
    long offset() {
        return offset;
    }

    /** The number of line breaks before the position. */
    long lines() {
        return lines;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private boolean fill() throws IOException {
        if (buffer.length - limit < TranscodedBytes.STEP_BYTES) {
            // Growing while much is left makes the moves rare enough to be cheap.
            int left = limit - position;
            int size = 2L * left > buffer.length ? 2 * buffer.length : buffer.length;
            buffer = moved(buffer, size);
            if (transcoded != null) {
                lengths = moved(lengths, size);
            }
            position = 0;
            limit = left;
        }
        int read =
                transcoded == null
                        ? file.read(buffer, limit)
                        : transcoded.read(buffer, lengths, limit);
        limit += Math.max(0, read);
        return read > 0;
    }

    /** What is in view at the beginning of an array of a size, the same if it has that size. */
    private byte[] moved(byte[] array, int size) {
        byte[] next = size > array.length ? new byte[size] : array;
        System.arraycopy(array, position, next, 0, limit - position);
        return next;
    }
}
