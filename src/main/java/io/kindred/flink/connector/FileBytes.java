package io.kindred.flink.connector;

import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The decompressed bytes of a file. All errors name the file. */
final class FileBytes implements Closeable {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path file;
    private final InputStream in;

    /** Of bytes that are there already. */
    FileBytes(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    /**
     * Opens a file at an offset.
     *
     * @param offset in decompressed bytes; an uncompressed file is positioned there, a compressed
     *     one is read up to there
     */
    static FileBytes open(Path file, long offset) throws IOException {
        FSDataInputStream raw = null;
        try {
            FileSystem fileSystem = file.getFileSystem();
            Decompression decompression = Decompression.of(file.getName());
            raw = fileSystem.open(file);
            if (decompression == Decompression.NONE) {
                if (offset > fileSystem.getFileStatus(file).getLen()) {
                    throw new EOFException();
                }
                raw.seek(offset);
                return new FileBytes(file, raw);
            }
            InputStream in = decompression.open(new BufferedInputStream(raw, BUFFER_BYTES));
            in.skipNBytes(offset);
            return new FileBytes(file, in);
        } catch (EOFException e) {
            close(raw, e);
            String end =
                    offset == 0 ? "" : " before byte " + offset + ", where reading should resume";
            throw new IOException("cannot read " + file + ": it ends too early" + end, e);
        } catch (IOException | RuntimeException e) {
            close(raw, e);
            throw failure(file, e);
        }
    }

    Path path() {
        return file;
    }

    /**
     * Reads into the buffer from an index; returns the number of bytes, or -1 at the end of the
     * file.
     */
    int read(byte[] buffer, int from) throws IOException {
        try {
            return in.read(buffer, from, buffer.length - from);
        } catch (IOException | RuntimeException e) {
            throw failure(file, e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Decompressors report corrupt data by exceptions of many types, also unchecked ones. */
    private static IOException failure(Path file, Exception e) {
        String reason =
                e instanceof EOFException
                        ? "it ends too early"
                        : e.getMessage() == null ? e.toString() : e.getMessage();
        return new IOException("cannot read " + file + ": " + reason, e);
    }

    private static void close(@Nullable InputStream raw, Exception e) {
        if (raw != null) {
            try {
                raw.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
        }
    }
}
