package io.kindred.flink.connector;

import java.util.Arrays;

/** The bytes of one input. An input over the limit is cut. */
final class InputBytes {

    /** The bytes that are kept of an input over the limit. */
    static final int KEPT_BYTES = 64 * 1024;

    private static final int INITIAL_BYTES = 1024;

    private final int maxBytes;
    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;
    private long length;
    private byte last;

    InputBytes(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    void clear() {
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
        size = 0;
        length = 0;
        last = 0;
    }

    void append(byte[] from, int start, int end) {
        if (start == end) {
            return;
        }
        length += end - start;
        last = from[end - 1];
        // One byte over the limit, because the last byte may be the CR of the line end.
        if (length <= maxBytes + 1L) {
            if (length > bytes.length) {
                long grown = Math.min(Math.max(2L * bytes.length, length), maxBytes + 1L);
                bytes = Arrays.copyOf(bytes, (int) grown);
            }
            System.arraycopy(from, start, bytes, size, end - start);
            size += end - start;
        } else {
            keepBeginning(from, start, end);
        }
    }

    /** Removes a CR at the end, which belongs to the line end, and cuts what is over the limit. */
    void endLine() {
        if (last == '\r') {
            length--;
        }
        cut();
    }

    /** Removes white space at the end, and cuts what is over the limit. */
    void endElement() {
        while (size == length && size > 0 && isBlank(bytes[size - 1])) {
            size--;
            length--;
        }
        cut();
    }

    /** A copy of the bytes, cut if they are over the limit. */
    byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** The length of the whole input, in bytes. */
    long length() {
        return length;
    }

    /** Whether the input is over the limit with so many bytes more. */
    boolean isOverLimit(int more) {
        return length + more > maxBytes;
    }

    /** Whether the input contains only ASCII white space. */
    boolean isBlank() {
        if (length > size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (!isBlank(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether the byte is ASCII white space. */
    static boolean isBlank(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }

    private void keepBeginning(byte[] from, int start, int end) {
        int kept = Math.min(KEPT_BYTES, maxBytes);
        if (size < kept) {
            int added = Math.min(kept - size, end - start);
            bytes = Arrays.copyOf(bytes, kept);
            System.arraycopy(from, start, bytes, size, added);
            size += added;
        } else if (size > kept) {
            bytes = Arrays.copyOf(bytes, kept);
            size = kept;
        }
    }

    private void cut() {
        if (isOverLimit(0)) {
            size = Math.min(size, Math.min(KEPT_BYTES, maxBytes));
        } else {
            size = (int) length;
        }
    }
}
