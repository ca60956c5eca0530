package io.kindred.testkit;

import io.kindred.codec.DeadLetter;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** The lines of an input file, some of which are no records, with what is expected of those. */
public final class InputLines {

    private static final int SHOWN = 64 << 10;

    private final String source;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final List<DeadLetter> letters = new ArrayList<>();
    private int number = 1;

    /** With the path of the file. */
    public InputLines(String source) {
        this.source = source;
    }

    /** Adds a line that is a record, a header or blank. */
    public InputLines good(String line) {
        return add(line.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a line that is rejected. */
    public InputLines bad(String line, String reason) {
        return bad(line.getBytes(StandardCharsets.UTF_8), reason);
    }

    /** Adds a line that is rejected; if it is longer than a dead letter shows, it is ASCII. */
    public InputLines bad(byte[] line, String reason) {
        reject(line, reason);
        return add(line);
    }

    public byte[] content() {
        return content.toByteArray();
    }

    /** What the rejected lines become. */
    public List<DeadLetter> letters() {
        return letters;
    }

    private void reject(byte[] line, String reason) {
        int shown = Math.min(line.length, SHOWN);
        String raw = new String(line, 0, shown, StandardCharsets.UTF_8);
        byte[] beginning = Arrays.copyOf(line, shown);
        boolean isUtf8 = Arrays.equals(raw.getBytes(StandardCharsets.UTF_8), beginning);
        String base64 = isUtf8 ? "" : Base64.getEncoder().encodeToString(beginning);
        letters.add(new DeadLetter(source, "line " + number, reason, raw, base64, null));
    }

    private InputLines add(byte[] line) {
        content.writeBytes(line);
        content.write('\n');
        number++;
        for (byte b : line) {
            number += b == '\n' ? 1 : 0;
        }
        return this;
    }
}
