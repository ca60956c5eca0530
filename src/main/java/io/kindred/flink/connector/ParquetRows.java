package io.kindred.flink.connector;

import io.kindred.codec.RejectedInputException;
import io.kindred.codec.RowTokens;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Writes the rows of Parquet as tokens. A list is an array whatever groups it is stored in, a map
 * an object. Logical types become text: dates and times in ISO-8601, decimals in digits.
 */
final class ParquetRows {

    private static final int INT96_JULIAN_EPOCH = 2_440_588;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int MAX_DECIMAL_BYTES = 1000;

    private ParquetRows() {}

    /** The names of fields, as of {@link RowFile#fields}. */
    static Set<String> fields(GroupType schema) {
        Set<String> fields = new LinkedHashSet<>();
        schema.getFields().forEach(field -> add(fields, field.getName(), field));
        return fields;
    }

    private static void add(Set<String> fields, String path, Type type) {
        fields.add(path);
        addInside(fields, path, type);
    }

    private static void addInside(Set<String> fields, String path, Type type) {
        if (type.isPrimitive()) {
            return;
        }
        if (isList(type)) {
            addInside(fields, path, item(type.asGroupType()));
        } else if (isMap(type)) {
            fields.add(path + ".*");
        } else {
            type.asGroupType()
                    .getFields()
                    .forEach(each -> add(fields, path + '.' + each.getName(), each));
        }
    }

    static void write(Group row, RowTokens out) throws IOException, RejectedInputException {
        out.startObject();
        for (Type field : row.getType().getFields()) {
            out.field(field.getName());
            field(row, field, out);
        }
        out.endObject();
    }

    private static void field(Group row, Type field, RowTokens out)
            throws IOException, RejectedInputException {
        int index = row.getType().getFieldIndex(field.getName());
        int count = row.getFieldRepetitionCount(index);
        if (field.isRepetition(Type.Repetition.REPEATED)) {
            out.startArray();
            for (int i = 0; i < count; i++) {
                value(row, index, i, field, out);
            }
            out.endArray();
        } else if (count == 0) {
            out.nothing();
        } else {
            value(row, index, 0, field, out);
        }
    }

    private static void value(Group row, int index, int at, Type type, RowTokens out)
            throws IOException, RejectedInputException {
        if (type.isPrimitive()) {
            primitive(row, index, at, type.asPrimitiveType(), out);
        } else if (isList(type)) {
            list(row.getGroup(index, at), out);
        } else if (isMap(type)) {
            map(row.getGroup(index, at), out);
        } else {
            write(row.getGroup(index, at), out);
        }
    }

    private static boolean isList(Type type) {
        return type.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation
                && type.asGroupType().getFieldCount() == 1;
    }

    private static boolean isMap(Type type) {
        return type.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation
                && type.asGroupType().getFieldCount() == 1;
    }

    /** The type of the items of a list, which older writers have not in a group of its own. */
    private static Type item(GroupType list) {
        Type repeated = list.getType(0);
        return isWrapped(list, repeated) ? repeated.asGroupType().getType(0) : repeated;
    }

    private static boolean isWrapped(GroupType list, Type repeated) {
        return !repeated.isPrimitive()
                && repeated.asGroupType().getFieldCount() == 1
                && !repeated.getName().equals("array")
                && !repeated.getName().equals(list.getName() + "_tuple");
    }

    private static void list(Group list, RowTokens out) throws IOException, RejectedInputException {
        Type repeated = list.getType().getType(0);
        boolean isWrapped = isWrapped(list.getType(), repeated);
        out.startArray();
        for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
            if (isWrapped) {
                field(list.getGroup(0, i), repeated.asGroupType().getType(0), out);
            } else {
                value(list, 0, i, repeated, out);
            }
        }
        out.endArray();
    }

    private static void map(Group map, RowTokens out) throws IOException, RejectedInputException {
        out.startObject();
        for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
            Group entry = map.getGroup(0, i);
            key(entry, out);
            if (entry.getType().getFieldCount() > 1) {
                field(entry, entry.getType().getType(1), out);
            } else {
                out.nothing();
            }
        }
        out.endObject();
    }

    private static void key(Group entry, RowTokens out) throws IOException, RejectedInputException {
        Type key = entry.getType().getType(0);
        if (key.isPrimitive() && isText(key.getLogicalTypeAnnotation())) {
            out.field(entry.getBinary(0, 0).getBytes());
        } else {
            out.field(entry.getValueToString(0, 0));
        }
    }

    private static boolean isText(@Nullable LogicalTypeAnnotation logical) {
        return logical instanceof StringLogicalTypeAnnotation
                || logical instanceof EnumLogicalTypeAnnotation
                || logical instanceof JsonLogicalTypeAnnotation;
    }

    private static void primitive(Group row, int index, int at, PrimitiveType type, RowTokens out)
            throws IOException, RejectedInputException {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> out.bool(row.getBoolean(index, at));
            case INT32 -> checkedInteger(row.getInteger(index, at), logical, out);
            case INT64 -> checkedInteger(row.getLong(index, at), logical, out);
            case FLOAT -> out.number(row.getFloat(index, at));
            case DOUBLE -> out.number(row.getDouble(index, at));
            case INT96 -> out.instant(int96(row.getInt96(index, at)));
            case BINARY, FIXED_LEN_BYTE_ARRAY -> bytes(row.getBinary(index, at), logical, out);
        }
    }

    private static void checkedInteger(
            long value, @Nullable LogicalTypeAnnotation logical, RowTokens out)
            throws IOException, RejectedInputException {
        try {
            integer(value, logical, out);
        } catch (DateTimeException e) {
            out.invalid("a " + logical + " of " + value);
        }
    }

    private static void integer(long value, @Nullable LogicalTypeAnnotation logical, RowTokens out)
            throws IOException, RejectedInputException {
        if (logical instanceof DateLogicalTypeAnnotation) {
            out.date(LocalDate.ofEpochDay(value));
        } else if (logical instanceof TimeLogicalTypeAnnotation time) {
            Instant sinceMidnight = instant(value, time.getUnit());
            out.time(
                    LocalTime.ofSecondOfDay(sinceMidnight.getEpochSecond())
                            .plusNanos(sinceMidnight.getNano()));
        } else if (logical instanceof TimestampLogicalTypeAnnotation time) {
            Instant instant = instant(value, time.getUnit());
            if (time.isAdjustedToUTC()) {
                out.instant(instant);
            } else {
                out.local(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
            }
        } else if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            out.number(BigDecimal.valueOf(value, decimal.getScale()));
        } else if (logical instanceof IntLogicalTypeAnnotation integer && !integer.isSigned()) {
            out.unsigned(integer.getBitWidth() == Long.SIZE ? value : value & 0xffffffffL);
        } else {
            out.number(value);
        }
    }

    private static Instant instant(long value, TimeUnit unit) {
        long perSecond =
                switch (unit) {
                    case MILLIS -> 1000L;
                    case MICROS -> 1_000_000L;
                    case NANOS -> NANOS_PER_SECOND;
                };
        return Instant.ofEpochSecond(
                Math.floorDiv(value, perSecond),
                Math.floorMod(value, perSecond) * (NANOS_PER_SECOND / perSecond));
    }

    /** Nanoseconds of the day, then the Julian day, as Impala and others wrote timestamps. */
    private static Instant int96(Binary value) {
        ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long nanos = bytes.getLong();
        long day = bytes.getInt() - (long) INT96_JULIAN_EPOCH;
        return LocalDate.ofEpochDay(day).atStartOfDay(ZoneOffset.UTC).toInstant().plusNanos(nanos);
    }

    private static void bytes(Binary value, @Nullable LogicalTypeAnnotation logical, RowTokens out)
            throws IOException, RejectedInputException {
        byte[] bytes = value.getBytes();
        if (isText(logical)) {
            out.text(bytes);
        } else if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            if (bytes.length == 0 || bytes.length > MAX_DECIMAL_BYTES) {
                out.invalid("a decimal of " + bytes.length + " bytes");
            } else {
                out.number(new BigDecimal(new BigInteger(bytes), decimal.getScale()));
            }
        } else if (logical instanceof UUIDLogicalTypeAnnotation) {
            ByteBuffer halves = ByteBuffer.wrap(bytes);
            out.text(new UUID(halves.getLong(), halves.getLong()).toString());
        } else {
            out.bytes(bytes);
        }
    }
}
