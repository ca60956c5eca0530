package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads a flat JSON object as a row. Fields that the mapping does not use are skipped, whatever
 * their value.
 */
final class JsonRow {

    private final RowMapper mapper;

    JsonRow(RowMapper mapper) {
        this.mapper = mapper;
    }

    /** Reads the rest of an object after its opening brace. */
    Map<String, Cell> read(JsonParser json) throws IOException, RejectedInputException {
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
