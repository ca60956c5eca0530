package io.kindred.flink.connector;

import org.apache.flink.core.fs.Path;

import java.io.IOException;

/**
 * The beginning of a file, as it is now.
 *
 * @param length in decompressed bytes; less than asked for if the file is shorter
 * @param endsLine whether its last byte is a line feed
 */
record ReadPrefix(long length, long checksum, boolean endsLine) {

    /** Reads the first so many bytes of a file, or what stands for them in its format. */
    @FunctionalInterface
    interface Reader {
        ReadPrefix read(Path file, long length) throws IOException;
    }

    private static final int BUFFER_BYTES = 64 * 1024;

    /** Reads the first {@code length} bytes. */
    static ReadPrefix of(Path file, long length) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long read = 0;
        long checksum = Checksum.EMPTY;
        boolean endsLine = false;
        try (FileBytes bytes = FileBytes.open(file, 0)) {
            int count = 0;
            while (read < length && count >= 0) {
                count = bytes.read(buffer, 0);
                if (count > 0) {
                    int wanted = (int) Math.min(count, length - read);
                    checksum = Checksum.of(checksum, buffer, 0, wanted);
                    endsLine = buffer[wanted - 1] == '\n';
                    read += wanted;
                }
            }
        }
        return new ReadPrefix(read, checksum, endsLine);
    }
}
