package io.kindred.codec;

import io.kindred.model.SourceRecord;
import io.kindred.temporal.Timeline;

import java.util.function.Predicate;

/**
 * Reads a JSON object as a row: its fields are the columns, and their values are strings, numbers,
 * booleans or null. Null is no value; a number or boolean is taken as its JSON text. A version is
 * an integer, and so is a time that is not text; an empty string is none of either.
 */
public final class FlatJsonRecordReader implements RecordDecoder {

    private final RowMapper mapper;
    private final JsonRow rows;

    /**
     * With what the records are made by and held against.
     *
     * @param timeline how times are written
     * @param coveredEntityType whether the ontology covers an entity type
     */
    public FlatJsonRecordReader(
            RecordMapping mapping, Timeline timeline, Predicate<String> coveredEntityType) {
        this.mapper = new RowMapper(mapping, timeline, coveredEntityType);
        this.rows = new JsonRow(mapper);
    }

    /** The record in one line of JSON; the format has no header. */
    @Override
    public SourceRecord decode(byte[] bytes, String header) throws RejectedInputException {
        return mapper.record(JsonLine.read(bytes, rows::read));
    }
}
