package io.kindred.flink.connector;

import com.fasterxml.jackson.core.JsonFactory;
import io.kindred.codec.AvroRows;
import io.kindred.codec.RejectedInputException;
import io.kindred.codec.RowTokens;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableInput;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Decoder;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/** An object container file of Avro. A position in it is a block and the rows read of it. */
final class AvroFile implements RowFile {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_DEPTH = 10;

    private final Input input;
    private final RowReader rowReader;
    private final DataFileReader<Boolean> reader;
    private long block;
    private long rows;
    private long skip;
    private long lastBlock;
    private long lastRow;

    private AvroFile(Input input) throws IOException {
        this.input = input;
        this.rowReader = new RowReader();
        this.reader = new DataFileReader<>(input, rowReader);
        this.block = reader.previousSync();
    }

    /**
     * Opens a file.
     *
     * @param offset of a block; 0 for the first
     * @param rows the rows to skip from there on
     */
    static AvroFile open(Path path, long offset, long rows) throws IOException {
        Input input = new Input(path);
        try {
            AvroFile file = new AvroFile(input);
            if (offset > 0) {
                file.reader.seek(offset);
                file.block = offset;
                file.skip = rows;
            }
            return file;
        } catch (IOException | RuntimeException e) {
            input.close();
            throw RowScanner.failure(path, e);
        }
    }

    @Override
    public Set<String> fields() {
        Set<String> fields = new LinkedHashSet<>();
        add(fields, "", reader.getSchema(), 0);
        return fields;
    }

    private static void add(Set<String> fields, String prefix, Schema type, int depth) {
        if (depth > MAX_DEPTH) {
            return;
        }
        switch (type.getType()) {
            case RECORD -> {
                for (Schema.Field field : type.getFields()) {
                    fields.add(prefix + field.name());
                    add(fields, prefix + field.name() + '.', field.schema(), depth + 1);
                }
            }
            case UNION -> type.getTypes().forEach(each -> add(fields, prefix, each, depth));
            case ARRAY -> add(fields, prefix, type.getElementType(), depth + 1);
            case MAP -> fields.add(prefix + '*');
            default -> {
                // A value has no fields.
            }
        }
    }

    @Override
    public boolean next(RowTokens out) throws IOException {
        for (; skip > 0; skip--) {
            if (!read(RowTokens.unchecked(JSON.createGenerator(OutputStream.nullOutputStream())))) {
                throw new IOException("it has fewer rows than before");
            }
        }
        return read(out);
    }

    private boolean read(RowTokens out) throws IOException {
        rowReader.out = out;
        lastBlock = block;
        lastRow = rows + 1;
        try {
            if (!reader.hasNext()) {
                checkEnd();
                return false;
            }
        } catch (AvroRuntimeException e) {
            throw new IOException(reason(e), e);
        }
        try {
            reader.next(true);
        } catch (IOException | RuntimeException e) {
            throw new IOException(position() + ": " + e.getMessage(), e);
        }
        rows = block == reader.previousSync() ? rows + 1 : 0;
        block = reader.previousSync();
        return true;
    }

    private static String reason(AvroRuntimeException e) {
        Throwable cause = e.getCause();
        return cause instanceof EOFException
                ? "it ends too early"
                : String.valueOf((cause == null ? e : cause).getMessage());
    }

    /** The reader takes a file that ends within the length of a block for one that ends. */
    private void checkEnd() throws IOException {
        if (reader.previousSync() != input.tell()) {
            throw new EOFException();
        }
    }

    @Override
    public String position() {
        return "block at byte " + lastBlock + ", row " + lastRow;
    }

    @Override
    public long offset() {
        return block;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long stored() {
        return input.bytes.stored();
    }

    @Override
    public CheckedBytes bytes() {
        return input.bytes;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** Writes rows instead of making them. */
    private static final class RowReader implements DatumReader<Boolean> {

        private @Nullable AvroRows rows;
        private @Nullable RowTokens out;

        @Override
        public void setSchema(Schema schema) {
            rows = new AvroRows(schema);
        }

        @Override
        public Boolean read(@Nullable Boolean reuse, Decoder in) throws IOException {
            try {
                Objects.requireNonNull(rows).write((BinaryDecoder) in, Objects.requireNonNull(out));
                return true;
            } catch (RejectedInputException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
    }

    /** The bytes of the file, opened anew where reading goes on. */
    private static final class Input implements SeekableInput {

        private final Path path;
        private FileBytes bytes;
        private long position;

        Input(Path path) throws IOException {
            this.path = path;
            this.bytes = FileBytes.open(path, 0);
        }

        @Override
        public void seek(long offset) throws IOException {
            if (offset != position) {
                bytes.close();
                bytes = FileBytes.open(path, offset);
                position = offset;
            }
        }

        @Override
        public long tell() {
            return position;
        }

        /** Of a compressed file it is not known. */
        @Override
        public long length() {
            return Long.MAX_VALUE;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int count = bytes.read(buffer, from, length);
            position += Math.max(0, count);
            return count;
        }

        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }
}
