package io.kindred.flink.connector;

import io.kindred.codec.TextEncoding;
import org.apache.flink.core.fs.Path;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An input as a scanner found it, and the position after it. */
record ScannedInput(String position, String text, long length, long offset, long lines) {

    static final int LIMIT = 40;

    static List<ScannedInput> all(InputScanner scanner) throws IOException {
        List<ScannedInput> inputs = new ArrayList<>();
        while (scanner.next()) {
            inputs.add(
                    new ScannedInput(
                            scanner.position(),
                            new String(scanner.input().bytes(), StandardCharsets.UTF_8),
                            scanner.input().length(),
                            scanner.offset(),
                            scanner.lines()));
        }
        return inputs;
    }

    /** The rest of a text that comes a few bytes at a time. */
    static FileWindow window(String text, long offset, long lines, int bytesAtATime)
            throws IOException {
        return window(
                text.getBytes(StandardCharsets.UTF_8),
                TextEncoding.UTF_8,
                offset,
                lines,
                bytesAtATime);
    }

    /** The rest of a file that comes a few bytes at a time. */
    static FileWindow window(
            byte[] bytes, TextEncoding encoding, long offset, long lines, int bytesAtATime)
            throws IOException {
        InputStream in =
                new ByteArrayInputStream(Arrays.copyOfRange(bytes, (int) offset, bytes.length)) {
                    @Override
                    public synchronized int read(byte[] to, int start, int length) {
                        return super.read(to, start, Math.min(length, bytesAtATime));
                    }
                };
        FileBytes file = new FileBytes(new Path("file:/a"), in, offset);
        if (offset == 0) {
            return FileWindow.start(file, encoding);
        }
        byte[] beginning = Arrays.copyOf(bytes, Math.min(bytes.length, TextEncoding.BEGINNING));
        return FileWindow.at(file, encoding.charset(beginning), offset, lines);
    }

    String shown() {
        return position + ": " + text;
    }
}
