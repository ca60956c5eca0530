package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kindred.model.SourceRecord;
import io.kindred.temporal.Timeline;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Reads a JSON object as a row: its fields are the columns, and their values are strings, numbers,
 * booleans or null. Null is no value; a number or boolean is taken as its JSON text. A version is
 * an integer, and so is a time that is not text; an empty string is none of either.
 */
public final class FlatJsonRecordReader implements RecordDecoder {

    private final RowMapper mapper;

    /**
     * With what the records are made by and held against.
     *
     * @param timeline how times are written
     * @param coveredEntityType whether the ontology covers an entity type
     */
    public FlatJsonRecordReader(
            RecordMapping mapping, Timeline timeline, Predicate<String> coveredEntityType) {
        this.mapper = new RowMapper(mapping, timeline, coveredEntityType);
    }

    /** The record in one line of JSON; the format has no header. */
    @Override
    public SourceRecord decode(byte[] bytes, String header) throws RejectedInputException {
        return mapper.record(JsonLine.read(bytes, this::row));
    }

    private Map<String, Cell> row(JsonParser json) throws IOException, RejectedInputException {
        Map<String, Cell> row = new LinkedHashMap<>();
        SeenFields seen = new SeenFields();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String column = json.currentName();
            JsonToken token = json.nextToken();
            if (!mapper.uses(column)) {
                json.skipChildren();
                continue;
            }
            seen.add(InputText.checkUnicode(column, "a field name"));
            if (token != JsonToken.VALUE_NULL) {
                row.put(column, new Cell.Json(JsonLine.scalar(json, column), token));
            }
        }
        return row;
    }
}
