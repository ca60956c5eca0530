package io.kindred.flink.connector;

import io.kindred.codec.TextEncoding;
import org.apache.flink.core.fs.Path;

import java.io.IOException;
import java.util.Arrays;

/**
 * The beginning of a file, as it is now.
 *
 * @param length in decompressed bytes; less than asked for if the file is shorter
 */
record ReadPrefix(long length, long checksum) {

    /** Reads the first so many bytes of a file, or what stands for them in its format. */
    interface Reader {

        ReadPrefix read(Path file, long length) throws IOException;

        /** Whether what follows these bytes is not the rest of an input. */
        boolean endsInput(Path file, long length) throws IOException;
    }

    private static final int BUFFER_BYTES = 64 * 1024;

    /** Reads the first {@code length} bytes. */
    static ReadPrefix of(Path file, long length) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long read = 0;
        long checksum = Checksum.EMPTY;
        try (FileBytes bytes = FileBytes.open(file, 0)) {
            int count = 0;
            while (read < length && count >= 0) {
                count = bytes.read(buffer, 0);
                if (count > 0) {
                    int wanted = (int) Math.min(count, length - read);
                    checksum = Checksum.of(checksum, buffer, 0, wanted);
                    read += wanted;
                }
            }
        }
        return new ReadPrefix(read, checksum);
    }

    /**
     * Whether the first {@code length} bytes of a file end with a line feed.
     *
     * @param encoding of the file, unless a byte order mark says otherwise
     */
    static boolean endsLine(Path file, long length, TextEncoding encoding) throws IOException {
        byte[] beginning = bytes(file, 0, TextEncoding.BEGINNING);
        byte[] lineFeed = "\n".getBytes(encoding.charset(beginning));
        return length >= lineFeed.length
                && Arrays.equals(lineFeed, bytes(file, length - lineFeed.length, lineFeed.length));
    }

    /** Bytes of a file, fewer if it ends before. */
    private static byte[] bytes(Path file, long offset, int length) throws IOException {
        byte[] read = new byte[length];
        int size = 0;
        try (FileBytes bytes = FileBytes.open(file, offset)) {
            for (int count = 0; count >= 0 && size < length; size += Math.max(0, count)) {
                count = bytes.read(read, size);
            }
        }
        return Arrays.copyOf(read, size);
    }
}
