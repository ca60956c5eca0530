package io.kindred.codec;

import java.nio.ByteBuffer;

/**
 * The frame that serializers for a schema registry put before a value: a zero byte and the id of
 * the schema, in four bytes. No text in JSON begins with a zero byte.
 */
final class Frame {

    /** The length of the frame. */
    static final int BYTES = 5;

    private Frame() {}

    static boolean isAround(byte[] bytes) {
        return bytes.length >= BYTES && bytes[0] == 0;
    }

    /** The id of the schema of framed bytes. */
    static int schemaId(byte[] bytes) {
        return ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
    }

    /** What to do with bytes that are framed, and should not be; empty if they are not framed. */
    static String hint(byte[] bytes) {
        return isAround(bytes)
                ? "; it looks like a message framed for a schema registry (schema id "
                        + schemaId(bytes)
                        + "): set schema_registry, and format avro, protobuf, json_schema or"
                        + " debezium"
                : "";
    }
}
