package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import com.squareup.wire.ProtoReader;
import com.squareup.wire.schema.MessageType;
import okio.Buffer;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;

/**
 * Reads rows in Protobuf: the place of the message's type in its schema, then the message. Fields
 * have their names in the {@code .proto} file.
 */
final class ProtobufRows implements RowSchema {

    private final ProtobufSchema schema;

    private ProtobufRows(ProtobufSchema schema) {
        this.schema = schema;
    }

    static ProtobufRows of(RegisteredSchema registered) throws RejectedInputException {
        return new ProtobufRows(ProtobufSchema.of(registered));
    }

    @Override
    public JsonParser open(byte[] bytes, int from) throws IOException, RejectedInputException {
        Buffer buffer = new Buffer().write(bytes, from, bytes.length - from);
        try {
            MessageType type = type(buffer);
            ProtobufMessage row = new ProtobufMessage(schema.typeOf(type));
            row.read(new ProtoReader(buffer), schema);
            TokenBuffer tokens = new TokenBuffer(null, true);
            new ProtobufTokens(schema, new RowTokens(tokens)).write(row);
            return tokens.asParser();
        } catch (EOFException e) {
            throw new RejectedInputException("the row ends too early");
        } catch (IOException e) {
            throw new RejectedInputException("not Protobuf: " + e.getMessage());
        }
    }

    /**
     * The type of a message by its place: the number of indexes, and each in the messages of the
     * one before. No index is the first message of the file.
     */
    private MessageType type(Buffer in) throws IOException, RejectedInputException {
        long indexes = varint(in);
        if (indexes == 0) {
            return type(schema.messages(), 0);
        }
        MessageType type = type(schema.messages(), varint(in));
        for (long i = 1; i < indexes; i++) {
            type = type(ProtobufSchema.messages(type.getNestedTypes()), varint(in));
        }
        return type;
    }

    private static MessageType type(List<MessageType> types, long index)
            throws RejectedInputException {
        if (index < 0 || index >= types.size()) {
            throw new RejectedInputException("it has no message type with the index " + index);
        }
        return types.get((int) index);
    }

    /** A signed number, in zigzag. */
    private static long varint(Buffer in) throws IOException, RejectedInputException {
        long bits = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.readByte();
            bits |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return (bits >>> 1) ^ -(bits & 1);
            }
        }
        throw new RejectedInputException("an index of more than ten bytes");
    }
}
