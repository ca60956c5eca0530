package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * Reads rows in Avro's binary encoding, by the schema that they were written with.
 *
 * <p>Avro's own readers of rows make room for whatever lengths corrupt bytes contain. So this walks
 * the schema itself: a length may be no greater than what is left of the row.
 *
 * <p>Logical types become text: dates and times in ISO-8601, decimals in digits. A time that Kafka
 * Connect wrote, whose schema has a {@code connect.name}, stays the number that it is in JSON, with
 * that name.
 */
public final class AvroRows implements RowSchema {

    private static final String CONNECT_NAME = "connect.name";
    private static final String VARIABLE_SCALE = "io.debezium.data.VariableScaleDecimal";
    private static final int MAX_DECIMAL_BYTES = 1000;
    private static final int MAX_SCALE = 10_000;
    private static final int UUID_BYTES = 16;
    private static final int MICROS = 1_000_000;
    private static final int NANOS_PER_MICRO = 1000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Schema schema;

    public AvroRows(Schema schema) {
        this.schema = schema;
    }

    static AvroRows of(RegisteredSchema registered) throws RejectedInputException {
        Schema.Parser parser = new Schema.Parser();
        parser.setValidateDefaults(false);
        try {
            for (RegisteredSchema.Reference reference : registered.references()) {
                parser.parse(reference.text());
            }
            return new AvroRows(parser.parse(registered.text()));
        } catch (AvroRuntimeException e) {
            throw new RejectedInputException("is not Avro: " + e.getMessage());
        }
    }

    @Override
    public JsonParser open(byte[] bytes, int from) throws IOException, RejectedInputException {
        TokenBuffer tokens = new TokenBuffer(null, true);
        BinaryDecoder in =
                DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from, null);
        write(in, new RowTokens(tokens));
        int left = left(in);
        if (left > 0) {
            throw new RejectedInputException("the row is followed by " + left + " bytes");
        }
        return tokens.asParser();
    }

    /**
     * Writes the next row.
     *
     * @param in of bytes in memory
     * @throws RejectedInputException if it is not of this schema
     */
    public void write(BinaryDecoder in, RowTokens out) throws IOException, RejectedInputException {
        try {
            write(schema, in, out);
        } catch (EOFException e) {
            throw new RejectedInputException("the row ends too early");
        } catch (IOException
                | AvroRuntimeException
                | ArithmeticException
                | DateTimeException
                | UnsupportedOperationException e) {
            // Of numbers and lengths that cannot be.
            throw new RejectedInputException("not Avro: " + e.getMessage());
        }
    }

    private static void write(Schema type, BinaryDecoder in, RowTokens out)
            throws IOException, RejectedInputException {
        switch (type.getType()) {
            case RECORD -> row(type, in, out);
            case UNION -> write(chosen(type, in), in, out);
            case ARRAY -> array(type, in, out);
            case MAP -> map(type, in, out);
            case STRING -> out.text(bytes(in));
            case ENUM -> out.text(symbol(type, in));
            case BYTES -> bytes(type, bytes(in), out);
            case FIXED -> bytes(type, bytes(in, type.getFixedSize()), out);
            case INT -> integer(type, in.readInt(), out);
            case LONG -> integer(type, in.readLong(), out);
            case FLOAT -> out.number(in.readFloat());
            case DOUBLE -> out.number(in.readDouble());
            case BOOLEAN -> out.bool(in.readBoolean());
            case NULL -> out.nothing();
        }
    }

    private static void row(Schema type, BinaryDecoder in, RowTokens out)
            throws IOException, RejectedInputException {
        if (VARIABLE_SCALE.equals(type.getProp(CONNECT_NAME))) {
            variableScale(type, in, out);
            return;
        }
        out.startObject();
        for (Schema.Field field : type.getFields()) {
            out.field(field.name());
            write(field.schema(), in, out);
        }
        out.endObject();
    }

    private static Schema chosen(Schema union, BinaryDecoder in)
            throws IOException, RejectedInputException {
        int index = in.readIndex();
        if (index < 0 || index >= union.getTypes().size()) {
            throw new RejectedInputException("a union has no type " + index);
        }
        return union.getTypes().get(index);
    }

    private static void array(Schema type, BinaryDecoder in, RowTokens out)
            throws IOException, RejectedInputException {
        out.startArray();
        for (long items = in.readArrayStart(); items != 0; items = in.arrayNext()) {
            for (long i = checked(items); i > 0; i--) {
                write(type.getElementType(), in, out);
            }
        }
        out.endArray();
    }

    private static void map(Schema type, BinaryDecoder in, RowTokens out)
            throws IOException, RejectedInputException {
        out.startObject();
        for (long items = in.readMapStart(); items != 0; items = in.mapNext()) {
            for (long i = checked(items); i > 0; i--) {
                out.field(bytes(in));
                write(type.getValueType(), in, out);
            }
        }
        out.endObject();
    }

    private static long checked(long items) throws RejectedInputException {
        if (items < 0 || items > RowTokens.MAX_VALUES) {
            throw new RejectedInputException("a block of " + items + " items");
        }
        return items;
    }

    private static String symbol(Schema type, BinaryDecoder in)
            throws IOException, RejectedInputException {
        int index = in.readEnum();
        if (index < 0 || index >= type.getEnumSymbols().size()) {
            throw new RejectedInputException(type.getName() + " has no symbol " + index);
        }
        return type.getEnumSymbols().get(index);
    }

    private static void integer(Schema type, long value, RowTokens out)
            throws IOException, RejectedInputException {
        String name = type.getProp(CONNECT_NAME);
        LogicalType logical = type.getLogicalType();
        if (name != null && SchemaTime.isTime(name)) {
            out.number(value, name);
        } else if (logical == null) {
            out.number(value);
        } else {
            try {
                logical(logical, value, out);
            } catch (DateTimeException | ArithmeticException e) {
                out.invalid("a " + logical.getName() + " of " + value);
            }
        }
    }

    private static void logical(LogicalType logical, long value, RowTokens out)
            throws IOException, RejectedInputException {
        switch (logical.getName()) {
            case "date" -> out.date(LocalDate.ofEpochDay(value));
            case "time-millis" ->
                    out.time(LocalTime.ofNanoOfDay(Math.multiplyExact(value, NANOS_PER_MILLI)));
            case "time-micros" ->
                    out.time(LocalTime.ofNanoOfDay(Math.multiplyExact(value, NANOS_PER_MICRO)));
            case "timestamp-millis" -> out.instant(Instant.ofEpochMilli(value));
            case "timestamp-micros" -> out.instant(ofMicros(value));
            case "local-timestamp-millis" -> out.local(local(Instant.ofEpochMilli(value)));
            case "local-timestamp-micros" -> out.local(local(ofMicros(value)));
            default -> out.number(value);
        }
    }

    private static Instant ofMicros(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * NANOS_PER_MICRO);
    }

    private static LocalDateTime local(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    private static void bytes(Schema type, byte[] bytes, RowTokens out)
            throws IOException, RejectedInputException {
        if (type.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            decimal(bytes, decimal.getScale(), out);
        } else if ("uuid".equals(type.getProp(LogicalType.LOGICAL_TYPE_PROP))
                && bytes.length == UUID_BYTES) {
            ByteBuffer halves = ByteBuffer.wrap(bytes);
            out.text(new UUID(halves.getLong(), halves.getLong()).toString());
        } else {
            out.bytes(bytes);
        }
    }

    /** A decimal as Debezium writes it if columns have no scale: a record of scale and value. */
    private static void variableScale(Schema type, BinaryDecoder in, RowTokens out)
            throws IOException, RejectedInputException {
        int scale = 0;
        byte[] value = {};
        for (Schema.Field field : type.getFields()) {
            if (field.schema().getType() == Schema.Type.INT) {
                scale = in.readInt();
            } else {
                value = bytes(in);
            }
        }
        decimal(value, scale, out);
    }

    /** Limited, since long numbers take very long to become text. */
    private static void decimal(byte[] bytes, int scale, RowTokens out)
            throws IOException, RejectedInputException {
        if (bytes.length == 0 || bytes.length > MAX_DECIMAL_BYTES || Math.abs(scale) > MAX_SCALE) {
            out.invalid("a decimal of " + bytes.length + " bytes and the scale " + scale);
        } else {
            out.number(new BigDecimal(new BigInteger(bytes), scale));
        }
    }

    private static byte[] bytes(BinaryDecoder in) throws IOException, RejectedInputException {
        return bytes(in, in.readLong());
    }

    private static byte[] bytes(BinaryDecoder in, long length)
            throws IOException, RejectedInputException {
        if (length < 0 || length > left(in)) {
            throw new RejectedInputException(
                    "a value of " + length + " bytes, where " + left(in) + " are left");
        }
        byte[] bytes = new byte[(int) length];
        in.readFixed(bytes, 0, bytes.length);
        return bytes;
    }

    /** The number of bytes that have not been read. */
    private static int left(BinaryDecoder in) throws IOException {
        return in.inputStream().available();
    }
}
