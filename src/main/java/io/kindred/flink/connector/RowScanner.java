package io.kindred.flink.connector;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.kindred.codec.RowTokens;
import org.apache.flink.core.fs.Path;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;

/** The rows of a file as JSON objects. A row over the limit is cut. */
final class RowScanner implements InputScanner {

    private static final JsonFactory JSON = new JsonFactory();

    private final Path path;
    private final RowFile file;
    private final InputBytes input;

    RowScanner(Path path, RowFile file, int maxBytes) {
        this.path = path;
        this.file = file;
        this.input = new InputBytes(maxBytes);
    }

    @Override
    public boolean next() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            if (!file.next(RowTokens.unchecked(json))) {
                return false;
            }
        } catch (IOException | RuntimeException e) {
            // Libraries report corrupt data by exceptions of many types.
            throw failure(path, e);
        }
        input.clear();
        input.append(bytes.toByteArray(), 0, bytes.size());
        input.endElement();
        return true;
    }

    /** The error of a file that cannot be read. */
    static IOException failure(Path path, Exception e) {
        String reason =
                e instanceof EOFException
                        ? "it ends too early"
                        : e.getMessage() == null ? e.toString() : e.getMessage();
        return new IOException(
                reason.startsWith("cannot read ") ? reason : "cannot read " + path + ": " + reason,
                e);
    }

    @Override
    public InputBytes input() {
        return input;
    }

    @Override
    public String position() {
        return file.position();
    }

    @Override
    public long offset() {
        return file.offset();
    }

    @Override
    public long lines() {
        return file.rows();
    }

    @Override
    public long stored() {
        return file.stored();
    }

    @Override
    public CheckedBytes file() {
        return file.bytes();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
