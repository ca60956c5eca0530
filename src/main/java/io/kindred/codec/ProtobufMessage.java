package io.kindred.codec;

import com.squareup.wire.FieldEncoding;
import com.squareup.wire.ProtoReader;
import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.ProtoType;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of a Protobuf message by field. A repeated field has a list of values, a map has a
 * list of entries. Numbers are a {@link Long}, {@link Double} or {@link Float}, those of enums the
 * number too. Text and bytes are an {@link okio.ByteString}. Of the fields of a {@code oneof} the
 * last one is there.
 */
final class ProtobufMessage {

    private final ProtobufType type;
    private final Map<Integer, Object> values = new HashMap<>();

    ProtobufMessage(ProtobufType type) {
        this.type = type;
    }

    /**
     * An entry of a map.
     *
     * @param key null for the default of its type
     * @param value null for the default of its type
     */
    record Entry(@Nullable Object key, @Nullable Object value) {}

    ProtobufType type() {
        return type;
    }

    /** The value of the field of a tag; null if it is not there. */
    @Nullable Object value(int tag) {
        return values.get(tag);
    }

    /**
     * Reads the rest of a message. What is there already is replaced, repeated fields and messages
     * are added to. Unknown fields are skipped.
     *
     * @throws IOException if the bytes are no such message; the reader takes no length that is
     *     beyond them, and no more than 100 messages in each other
     */
    void read(ProtoReader in, ProtobufSchema schema) throws IOException, RejectedInputException {
        long start = in.beginMessage();
        for (int tag = in.nextTag(); tag != -1; tag = in.nextTag()) {
            Field field = type.field(tag);
            if (field == null) {
                in.skip();
            } else if (field.getType().isMap()) {
                list(tag).add(entry(field.getType(), in, schema));
            } else if (!field.isRepeated()) {
                type.alternatives(tag).forEach(values::remove);
                values.put(tag, value(field.getType(), values.get(tag), in, schema));
            } else if (isEmptyPacked(field.getType(), in, schema)) {
                in.readBytes();
            } else {
                list(tag).add(value(field.getType(), null, in, schema));
            }
        }
        in.endMessageAndGetUnknownFields(start);
    }

    /** The reader takes packed values one by one, but not none. */
    private static boolean isEmptyPacked(ProtoType type, ProtoReader in, ProtobufSchema schema) {
        boolean isPackable =
                !type.equals(ProtoType.STRING)
                        && !type.equals(ProtoType.BYTES)
                        && schema.message(type) == null;
        return isPackable
                && in.peekFieldEncoding() == FieldEncoding.LENGTH_DELIMITED
                && in.nextFieldMinLengthInBytes() == 0;
    }

    @SuppressWarnings("unchecked")
    private List<Object> list(int tag) {
        return (List<Object>) values.computeIfAbsent(tag, each -> new ArrayList<>());
    }

    private static Entry entry(ProtoType map, ProtoReader in, ProtobufSchema schema)
            throws IOException, RejectedInputException {
        checkIsMessage(in);
        Object key = null;
        Object value = null;
        long start = in.beginMessage();
        for (int tag = in.nextTag(); tag != -1; tag = in.nextTag()) {
            switch (tag) {
                case 1 -> key = value(map.getKeyType(), key, in, schema);
                case 2 -> value = value(map.getValueType(), value, in, schema);
                default -> in.skip();
            }
        }
        in.endMessageAndGetUnknownFields(start);
        return new Entry(key, value);
    }

    /**
     * Reads a value.
     *
     * @param before the value that it replaces or, of a message, is added to; null if there is none
     */
    private static Object value(
            @Nullable ProtoType named,
            @Nullable Object before,
            ProtoReader in,
            ProtobufSchema schema)
            throws IOException, RejectedInputException {
        ProtobufType message = schema.message(named);
        if (message != null) {
            checkIsMessage(in);
            ProtobufMessage read =
                    before == null ? new ProtobufMessage(message) : (ProtobufMessage) before;
            read.read(in, schema);
            return read;
        }
        if (schema.symbols(named) != null) {
            return (long) in.readVarint32();
        }
        String name = String.valueOf(named);
        return switch (name) {
            case "string", "bytes" -> in.readBytes();
            case "bool" -> in.readVarint64() != 0;
            case "double" -> Double.longBitsToDouble(in.readFixed64());
            case "float" -> Float.intBitsToFloat(in.readFixed32());
            case "int32" -> (long) in.readVarint32();
            case "uint32" -> Integer.toUnsignedLong(in.readVarint32());
            case "sint32" -> (long) zigzag(in.readVarint32());
            case "fixed32" -> Integer.toUnsignedLong(in.readFixed32());
            case "sfixed32" -> (long) in.readFixed32();
            case "int64", "uint64" -> in.readVarint64();
            case "sint64" -> zigzag(in.readVarint64());
            case "fixed64", "sfixed64" -> in.readFixed64();
            default -> throw new RejectedInputException("a field is of the unknown type " + name);
        };
    }

    private static void checkIsMessage(ProtoReader in) throws RejectedInputException {
        if (in.peekFieldEncoding() != FieldEncoding.LENGTH_DELIMITED) {
            throw new RejectedInputException("not Protobuf: a message is a number");
        }
    }

    private static int zigzag(int bits) {
        return (bits >>> 1) ^ -(bits & 1);
    }

    private static long zigzag(long bits) {
        return (bits >>> 1) ^ -(bits & 1);
    }
}
