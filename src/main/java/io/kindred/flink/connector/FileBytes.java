package io.kindred.flink.connector;

import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The decompressed bytes of a file. All errors name the file. */
final class FileBytes implements CheckedBytes, Closeable {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path file;
    private final InputStream in;
    private final LongSupplier stored;

    private long offset;
    private long checked;
    private long checksum = Checksum.EMPTY;

    /**
     * The bytes of a stream.
     *
     * @param offset of its first byte in the file
     */
    FileBytes(Path file, InputStream in, long offset) {
        this(file, in, offset, Optional.empty());
    }

    private FileBytes(Path file, InputStream in, long offset, Optional<CountedStream> compressed) {
        this.file = file;
        this.in = in;
        this.stored = compressed.isPresent() ? compressed.get()::count : () -> this.offset;
        this.offset = offset;
        this.checked = offset == 0 ? 0 : Long.MAX_VALUE;
    }

    /**
     * Opens a file at an offset.
     *
     * @param offset in decompressed bytes; an uncompressed file is positioned there, a compressed
     *     one is read up to there
     */
    static FileBytes open(Path file, long offset) throws IOException {
        InputStream raw = null;
        try {
            InputFileSystem fileSystem = InputFileSystem.of(file);
            Decompression decompression = Decompression.of(file.getName());
            if (decompression == Decompression.NONE) {
                return new FileBytes(file, fileSystem.open(file, offset), offset);
            }
            raw = fileSystem.open(file, 0);
            CountedStream counted = new CountedStream(raw);
            InputStream in = decompression.open(new BufferedInputStream(counted, BUFFER_BYTES));
            in.skipNBytes(offset);
            return new FileBytes(file, in, offset, Optional.of(counted));
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
        return read(buffer, from, buffer.length - from);
    }

    /** The same with a limit of the number of bytes. */
    int read(byte[] buffer, int from, int length) throws IOException {
        int count;
        try {
            count = in.read(buffer, from, length);
        } catch (IOException | RuntimeException e) {
            throw failure(file, e);
        }
        if (count > 0) {
            long end = offset + count;
            if (end > checked) {
                int start = from + (int) Math.max(0, checked - offset);
                checksum = Checksum.of(checksum, buffer, start, from + count);
                checked = end;
            }
            offset = end;
        }
        return count;
    }

    @Override
    public void continueChecksum(ReadPosition position) {
        checked = position.checked();
        checksum = position.checksum();
    }

    @Override
    public long checked() {
        return checked;
    }

    /** Of the bytes from the beginning of the file to {@link #checked}. */
    @Override
    public long checksum() {
        return checksum;
    }

    /** How many bytes of the file have been read; of a compressed one, compressed bytes. */
    long stored() {
        return stored.getAsLong();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Counts the bytes that are read in blocks. */
    private static final class CountedStream extends FilterInputStream {

        private long count;

        CountedStream(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int read = super.read(buffer, from, length);
            count += Math.max(0, read);
            return read;
        }

        long count() {
            return count;
        }
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
