package io.kindred.flink.connector;

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
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        InputStream in =
                new ByteArrayInputStream(Arrays.copyOfRange(bytes, (int) offset, bytes.length)) {
                    @Override
                    public synchronized int read(byte[] to, int start, int length) {
                        return super.read(to, start, Math.min(length, bytesAtATime));
                    }
                };
        return new FileWindow(new FileBytes(new Path("file:/a"), in, offset), offset, lines);
    }

    String shown() {
        return position + ": " + text;
    }
}
