package io.kindred.codec;

import com.squareup.wire.schema.EnumConstant;
import com.squareup.wire.schema.EnumType;
import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.Field.EncodeMode;
import com.squareup.wire.schema.ProtoType;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/**
 * Writes Protobuf messages as tokens. A number, boolean or enum of proto3 without presence always
 * has a value: that of its type if it is not there. A text or bytes have none then, as if empty.
 */
final class ProtobufTokens {

    private final ProtobufSchema schema;
    private final RowTokens out;

    ProtobufTokens(ProtobufSchema schema, RowTokens out) {
        this.schema = schema;
        this.out = out;
    }

    void write(ProtobufMessage message) throws IOException, RejectedInputException {
        ProtoType type = message.type().name();
        if (type.isWrapper()) {
            Field wrapped = message.type().fields().get(0);
            Object value = message.value(wrapped.getTag());
            // That there is a wrapper says that there is a value.
            if (value == null && isText(wrapped.getType())) {
                out.text("");
            } else {
                orDefault(wrapped.getType(), value);
            }
            return;
        }
        if (type.equals(ProtoType.TIMESTAMP)) {
            out.instant(instant(message));
            return;
        }
        out.startObject();
        for (Field field : message.type().fields()) {
            out.field(field.getName());
            field(field, message.value(field.getTag()));
        }
        out.endObject();
    }

    private static Instant instant(ProtobufMessage timestamp) throws RejectedInputException {
        Object seconds = timestamp.value(1);
        Object nanos = timestamp.value(2);
        try {
            return Instant.ofEpochSecond(
                    seconds == null ? 0 : (long) seconds, nanos == null ? 0 : (long) nanos);
        } catch (DateTimeException | ArithmeticException e) {
            throw new RejectedInputException("a timestamp is out of range");
        }
    }

    private void field(Field field, @Nullable Object value)
            throws IOException, RejectedInputException {
        ProtoType type = field.getType();
        if (type.isMap()) {
            out.startObject();
            for (Object each : value == null ? List.of() : (List<?>) value) {
                ProtobufMessage.Entry entry = (ProtobufMessage.Entry) each;
                out.field(key(type.getKeyType(), entry.key()));
                orDefault(type.getValueType(), entry.value());
            }
            out.endObject();
        } else if (field.isRepeated()) {
            out.startArray();
            for (Object each : value == null ? List.of() : (List<?>) value) {
                write(type, each);
            }
            out.endArray();
        } else if (field.getEncodeMode() == EncodeMode.OMIT_IDENTITY) {
            orDefault(type, value);
        } else if (value == null) {
            out.nothing();
        } else {
            write(type, value);
        }
    }

    private static String key(@Nullable ProtoType type, @Nullable Object key)
            throws RejectedInputException {
        if (key instanceof ByteString text) {
            return InputText.text(text.toByteArray());
        }
        if (key == null) {
            return ProtoType.STRING.equals(type) ? "" : ProtoType.BOOL.equals(type) ? "false" : "0";
        }
        return isUnsigned64(type) ? Long.toUnsignedString((long) key) : key.toString();
    }

    private void orDefault(@Nullable ProtoType type, @Nullable Object value)
            throws IOException, RejectedInputException {
        if (value != null) {
            write(type, value);
        } else if (isText(type) || schema.message(type) != null) {
            out.nothing();
        } else if (ProtoType.BOOL.equals(type)) {
            out.bool(false);
        } else if (ProtoType.DOUBLE.equals(type) || ProtoType.FLOAT.equals(type)) {
            out.number(0.0);
        } else {
            write(type, 0L);
        }
    }

    private static boolean isText(@Nullable ProtoType type) {
        return ProtoType.STRING.equals(type) || ProtoType.BYTES.equals(type);
    }

    private static boolean isUnsigned64(@Nullable ProtoType type) {
        return ProtoType.UINT64.equals(type) || ProtoType.FIXED64.equals(type);
    }

    private void write(@Nullable ProtoType type, Object value)
            throws IOException, RejectedInputException {
        EnumType symbols = schema.symbols(type);
        if (value instanceof ProtobufMessage message) {
            write(message);
        } else if (value instanceof ByteString bytes) {
            if (ProtoType.STRING.equals(type)) {
                out.text(bytes.toByteArray());
            } else {
                out.bytes(bytes.toByteArray());
            }
        } else if (value instanceof Boolean bool) {
            out.bool(bool);
        } else if (value instanceof Double number) {
            out.number(number);
        } else if (value instanceof Float number) {
            out.number(number);
        } else if (isUnsigned64(type)) {
            out.unsigned((long) value);
        } else if (symbols != null) {
            symbol(symbols, (long) value);
        } else {
            out.number((long) value);
        }
    }

    /** The name of a value of an enum, its number if it has no name in this schema. */
    private void symbol(EnumType symbols, long number) throws IOException, RejectedInputException {
        EnumConstant symbol = symbols.constant((int) number);
        if (symbol == null) {
            out.number(number);
        } else {
            out.text(symbol.getName());
        }
    }
}
