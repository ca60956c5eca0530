package io.kindred.flink.connector;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/**
 * The bytes of a file from a position on, with a view of the bytes ahead. What is seen ahead is in
 * memory until the position has passed it.
 */
final class FileWindow implements Closeable {

    private static final int INITIAL_BYTES = 64 * 1024;

    private final FileBytes file;

    private byte[] buffer = new byte[INITIAL_BYTES];
    private int position;
    private int limit;

    private long offset;
    private long lines;

    /**
     * Starts at a position of the file. At the beginning, a byte order mark is skipped.
     *
     * @param file the bytes from the position on
     * @param offset of the position, in decompressed bytes
     * @param lines the number of line breaks before the position
     * @throws IOException if the file cannot be read, or begins as UTF-16 or UTF-32
     */
    FileWindow(FileBytes file, long offset, long lines) throws IOException {
        this.file = file;
        this.offset = offset;
        this.lines = lines;
        if (offset == 0) {
            has(ByteOrderMark.LONGEST - 1);
            byte[] beginning = Arrays.copyOf(buffer, Math.min(limit, ByteOrderMark.LONGEST));
            int mark = ByteOrderMark.utf8Length(beginning, file);
            skip(mark, 0);
        }
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
        position += bytes;
        offset += bytes;
        lines += lineBreaks;
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
        int left = limit - position;
        if (limit == buffer.length) {
            // Growing while much is left makes the moves rare enough to be cheap.
            byte[] next = 2L * left > buffer.length ? new byte[2 * buffer.length] : buffer;
            System.arraycopy(buffer, position, next, 0, left);
            buffer = next;
            position = 0;
            limit = left;
        }
        int read = file.read(buffer, limit);
        limit += Math.max(0, read);
        return read > 0;
    }
}
