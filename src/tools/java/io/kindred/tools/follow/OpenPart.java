package io.kindred.tools.follow;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A file of lines that is read from a position. */
final class OpenPart implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private long position;
    private long begin;

    private OpenPart(InputStream in, long position) {
        this.in = in;
        this.position = position;
    }

    /**
     * Opens a finished file to read lines from a position on.
     *
     * @param position the byte to begin at
     * @throws java.io.EOFException if the file is shorter
     */
    static OpenPart at(Path file, long position) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            in.skipNBytes(position);
        } catch (IOException failure) {
            in.close();
            throw failure;
        }
        return new OpenPart(in, position);
    }

    /** The number of the line that begins at a byte; 1 is the first one. */
    static long lineNumber(Path file, long position) throws IOException {
        long line = 1;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
            for (long at = 0; at < position; at++) {
                line += in.read() == '\n' ? 1 : 0;
            }
        }
        return line;
    }

    /** The next line that is not blank, without its end; empty at the end of the file. */
    byte[] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        boolean isBlank = true;
        begin = position;
        for (int next = in.read(); next >= 0; next = in.read()) {
            position++;
            if (next != '\n') {
                line.write(next);
                isBlank &= next == '\r' || next == ' ' || next == '\t';
            } else if (!isBlank) {
                break;
            } else {
                line.reset();
                begin = position;
            }
        }
        return isBlank ? new byte[0] : withoutReturn(line.toByteArray());
    }

    private static byte[] withoutReturn(byte[] line) {
        return line[line.length - 1] == '\r' ? Arrays.copyOf(line, line.length - 1) : line;
    }

    /** The byte at which the last line begins. */
    long begin() {
        return begin;
    }

    /** The byte after the last line. */
    long position() {
        return position;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException nothingLost) {
            // It was only read.
        }
    }
}
