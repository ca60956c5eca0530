package io.kindred.testkit;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What serializers for a schema registry write. */
public final class FramedBytes {

    private FramedBytes() {}

    /** Bytes in their frame. */
    public static byte[] of(int schemaId, byte[] content) {
        return ByteBuffer.allocate(5 + content.length)
                .put((byte) 0)
                .putInt(schemaId)
                .put(content)
                .array();
    }

    /** A value in Avro, in its frame. */
    public static byte[] avro(int schemaId, Schema schema, Object value) {
        return of(schemaId, avro(schema, value));
    }

    /** A value in Avro. */
    public static byte[] avro(Schema schema, Object value) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
            new GenericDatumWriter<>(schema).write(value, out);
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * A message in Protobuf, in its frame.
     *
     * @param place the indexes of its type
     */
    public static byte[] protobuf(int schemaId, byte[] message, int... place) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (place.length == 1 && place[0] == 0) {
            bytes.write(0);
        } else {
            // Less than 64 each, so that one byte is enough for the zigzag.
            bytes.write(2 * place.length);
            for (int each : place) {
                bytes.write(2 * each);
            }
        }
        bytes.writeBytes(message);
        return of(schemaId, bytes.toByteArray());
    }
}
