package io.kindred.flink.connector;

import org.apache.flink.core.fs.Path;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.SeekableInputStream;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A file of Parquet on any of Flink's file systems, recognised by its footer. */
final class ParquetInput implements org.apache.parquet.io.InputFile, CheckedBytes {

    /** The length of the footer and a magic number, at the very end. */
    private static final int TAIL_BYTES = 8;

    private static final int MAX_FOOTER_BYTES = 1 << 30;

    private final Path path;
    private final long length;
    private final long checksum;

    private ParquetInput(Path path, long length, long checksum) {
        this.path = path;
        this.length = length;
        this.checksum = checksum;
    }

    static ParquetInput open(Path path) throws IOException {
        long length = InputFileSystem.of(path).file(path).size();
        return new ParquetInput(path, length, footer(path, length).checksum());
    }

    /**
     * The footer of a file of a length, which says where everything in the file is. Nothing if the
     * file has another length, or no such end.
     */
    static ReadPrefix footer(Path path, long length) throws IOException {
        InputFileSystem files = InputFileSystem.of(path);
        if (length < TAIL_BYTES || files.file(path).size() != length) {
            return new ReadPrefix(0, Checksum.EMPTY);
        }
        byte[] tail = read(files, path, length - TAIL_BYTES, TAIL_BYTES);
        long footer = 0;
        for (int i = 3; i >= 0; i--) {
            footer = footer << Byte.SIZE | tail[i] & 0xff;
        }
        long start = Math.max(0, length - TAIL_BYTES - Math.min(footer, MAX_FOOTER_BYTES));
        byte[] bytes = read(files, path, start, (int) (length - start));
        return new ReadPrefix(length, Checksum.of(Checksum.EMPTY, bytes, 0, bytes.length));
    }

    private static byte[] read(InputFileSystem files, Path path, long offset, int length)
            throws IOException {
        try (InputStream in = files.open(path, offset)) {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException();
            }
            return bytes;
        }
    }

    @Override
    public long getLength() {
        return length;
    }

    @Override
    public SeekableInputStream newStream() throws IOException {
        return new Stream(new Reopening(path));
    }

    @Override
    public long checked() {
        return length;
    }

    @Override
    public long checksum() {
        return checksum;
    }

    /** It is of the file as it is now, which has been compared. */
    @Override
    public void continueChecksum(ReadPosition position) {
        // There is nothing to continue.
    }

    private static final class Stream extends DelegatingSeekableInputStream {

        private final Reopening in;

        Stream(Reopening in) {
            super(in);
            this.in = in;
        }

        @Override
        public long getPos() {
            return in.position;
        }

        @Override
        public void seek(long position) throws IOException {
            in.seek(position);
        }
    }

    /** A stream that is opened anew at another position. */
    private static final class Reopening extends InputStream {

        private final Path path;
        private InputStream in;
        private long position;

        Reopening(Path path) throws IOException {
            this.path = path;
            this.in = InputFileSystem.of(path).open(path, 0);
        }

        void seek(long to) throws IOException {
            if (to != position) {
                in.close();
                in = InputFileSystem.of(path).open(path, to);
                position = to;
            }
        }

        @Override
        public int read() throws IOException {
            int next = in.read();
            position += next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int count = in.read(buffer, from, length);
            position += Math.max(0, count);
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
