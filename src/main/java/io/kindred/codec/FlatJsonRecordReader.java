package io.kindred.codec;

import io.kindred.temporal.Timeline;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads records or decisions from JSON objects, whose fields are mapped like columns. Values are
 * strings, numbers, booleans or null. Null means no value; numbers and booleans become their JSON
 * text. A version must be an integer, unless the mapping says otherwise; a time is a string or a
 * number. An empty string in either means no value.
 *
 * <p>A row may be in an envelope of Kafka Connect with its schema. If the mapping names no op, the
 * fields {@code __deleted} and {@code __op} of Debezium's unwrapped rows are read.
 */
public final class FlatJsonRecordReader implements RecordDecoder {

    private final RowDecoder mapper;
    private final JsonRow rows;
    private final Encoding encoding;

    /** Reads JSON. */
    public FlatJsonRecordReader(
            RowMapping mapping,
            Timeline timeline,
            Predicate<String> coveredEntityType,
            Notices notices) {
        this(mapping, Encoding.JSON, timeline, coveredEntityType, notices);
    }

    /**
     * @param encoding of the rows
     * @param timeline the format of times
     * @param coveredEntityType whether the ontology covers an entity type
     * @param notices told of what the reader finds in accepted inputs
     */
    public FlatJsonRecordReader(
            RowMapping mapping,
            Encoding encoding,
            Timeline timeline,
            Predicate<String> coveredEntityType,
            Notices notices) {
        this.mapper =
                RowDecoder.of(
                        mapping,
                        OpReader.orUnwrapped(mapping),
                        timeline,
                        coveredEntityType,
                        notices);
        this.rows = new JsonRow(mapper, notices);
        this.encoding = encoding;
    }

    /**
     * Checks the fields of a schema.
     *
     * @param fields of objects in others as paths with dots; {@code a.*} if {@code a} may have any
     * @return the attributes that its rows may give
     * @throws RejectedInputException if they lack a mapped column
     */
    public Set<String> checkFields(Set<String> fields) throws RejectedInputException {
        List<String> missing =
                mapper.namedColumns().stream().filter(column -> !has(fields, column)).toList();
        if (!missing.isEmpty()) {
            throw new RejectedInputException(
                    "the schema lacks "
                            + String.join(", ", missing)
                            + "; it has "
                            + String.join(", ", fields));
        }
        return mapper.attributes(
                fields.stream().filter(each -> each.indexOf(NestedColumns.SEPARATOR) < 0).toList());
    }

    private static boolean has(Set<String> fields, String column) {
        return fields.contains(column)
                || fields.stream()
                        .anyMatch(
                                each ->
                                        each.endsWith(".*")
                                                && column.startsWith(
                                                        each.substring(0, each.length() - 1)));
    }

    /** Reads one object; the header is not used. */
    @Override
    public Decoded decode(byte[] bytes, String header) throws RejectedInputException {
        Map<String, Cell> row = JsonLine.read(encoding, bytes, rows::readMessage);
        Decoded decoded = mapper.decode(row);
        if (decoded.isUpsert()) {
            rows.noticeMissing(row);
        }
        return decoded;
    }
}
