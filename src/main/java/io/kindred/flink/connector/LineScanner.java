package io.kindred.flink.connector;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/**
 * Splits a file into lines, without LF or CRLF. In {@code multiline} mode, line breaks inside CSV
 * quotes are part of the line. A line over the limit is cut.
 */
final class LineScanner implements Closeable {

    /** The bytes that are kept of a line over the limit. */
    static final int KEPT_BYTES = 64 * 1024;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final int INITIAL_BYTES = 1024;

    private final FileBytes file;
    private final int maxBytes;
    private final boolean multiline;
    private final CsvQuotes quotes;

    private final byte[] buffer = new byte[64 * 1024];
    private int position;
    private int limit;

    private long offset;
    private long lines;

    private byte[] line = new byte[INITIAL_BYTES];
    private int size;
    private long length;
    private byte last;
    private long firstLine;

    /**
     * Starts at the beginning of a line.
     *
     * @param offset of the start, in decompressed bytes
     * @param lines the number of lines before the start
     */
    LineScanner(
            FileBytes file,
            long offset,
            long lines,
            int maxBytes,
            boolean multiline,
            char delimiter)
            throws IOException {
        this.file = file;
        this.offset = offset;
        this.lines = lines;
        this.maxBytes = maxBytes;
        this.multiline = multiline;
        this.quotes = new CsvQuotes(delimiter);
        if (offset == 0) {
            skipByteOrderMark();
        }
    }

    /** Advances to the next line; false at the end of the file. */
    boolean next() throws IOException {
        begin();
        while (position < limit || fill()) {
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            append(position, end);
            offset += end - position;
            position = end;
            if (end < limit) {
                if (endLine()) {
                    finish();
                    return true;
                }
            }
        }
        if (length == 0) {
            return false;
        }
        lines++;
        finish();
        return true;
    }

    /** The line, cut if it is over the limit. */
    byte[] bytes() {
        return Arrays.copyOf(line, size);
    }

    /** The length of the whole line, in bytes. */
    long length() {
        return length;
    }

    /** Whether the line contains only ASCII white space. */
    boolean isBlank() {
        if (length > size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            byte b = line[i];
            if (b != ' ' && (b < '\t' || b > '\r')) {
                return false;
            }
        }
        return true;
    }

    /** The number of the line, from 1; for a line with line breaks, that of its first. */
    long lineNumber() {
        return firstLine;
    }

    /** The offset after the line and its line end, in decompressed bytes. */
    long offset() {
        return offset;
    }

    /** The number of lines before {@link #offset}. */
    long lines() {
        return lines;
    }

    /** The bytes that the lines are of. */
    FileBytes file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void begin() {
        if (line.length > KEPT_BYTES) {
            line = new byte[INITIAL_BYTES];
        }
        size = 0;
        length = 0;
        last = 0;
        firstLine = lines + 1;
        quotes.reset();
    }

    /** Consumes the LF; false if it is inside quotes. */
    private boolean endLine() {
        boolean inside = multiline && quotes.isOpen();
        if (inside) {
            append(position, position + 1);
        }
        position++;
        offset++;
        lines++;
        return !inside;
    }

    private void append(int from, int to) {
        if (from == to) {
            return;
        }
        if (multiline) {
            for (int i = from; i < to; i++) {
                quotes.accept(buffer[i]);
            }
        }
        length += to - from;
        last = buffer[to - 1];
        // One byte over the limit, because the last byte may be the CR of the line end.
        if (length <= maxBytes + 1L) {
            if (length > line.length) {
                long grown = Math.min(Math.max(2L * line.length, length), maxBytes + 1L);
                line = Arrays.copyOf(line, (int) grown);
            }
            System.arraycopy(buffer, from, line, size, to - from);
            size += to - from;
        } else {
            keepBeginning(from, to);
        }
    }

    private void keepBeginning(int from, int to) {
        int kept = Math.min(KEPT_BYTES, maxBytes);
        if (size < kept) {
            int added = Math.min(kept - size, to - from);
            line = Arrays.copyOf(line, kept);
            System.arraycopy(buffer, from, line, size, added);
            size += added;
        } else if (size > kept) {
            line = Arrays.copyOf(line, kept);
            size = kept;
        }
    }

    private void finish() {
        if (last == '\r') {
            length--;
        }
        if (length > maxBytes) {
            size = Math.min(size, Math.min(KEPT_BYTES, maxBytes));
        } else {
            size = (int) length;
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, file.read(buffer, 0));
        return limit > 0;
    }

    private void skipByteOrderMark() throws IOException {
        int read = 0;
        while (limit < BYTE_ORDER_MARK.length && read >= 0) {
            read = file.read(buffer, limit);
            limit += Math.max(0, read);
        }
        int length = BYTE_ORDER_MARK.length;
        if (limit >= length && Arrays.equals(buffer, 0, length, BYTE_ORDER_MARK, 0, length)) {
            position = length;
            offset = length;
        }
    }
}
