package io.kindred.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a message in Protobuf, field by field. */
public final class ProtobufBytes {

    private static final int LENGTH_DELIMITED = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Writes a number as {@code int64} or the like. */
    public ProtobufBytes number(int tag, long value) {
        varint((long) tag << 3);
        varint(value);
        return this;
    }

    /** Writes a text. */
    public ProtobufBytes text(int tag, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        varint((long) tag << 3 | LENGTH_DELIMITED);
        varint(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    public byte[] bytes() {
        return out.toByteArray();
    }

    private void varint(long value) {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            out.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }
}
