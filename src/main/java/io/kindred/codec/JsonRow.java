package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads a flat JSON object as a row. Fields that the mapping does not use are skipped, whatever
 * their value.
 */
final class JsonRow {

    private static final String SCHEMA = "schema";
    private static final String PAYLOAD = "payload";

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
            json.nextToken();
            put(row, seen, column, json);
        }
        return row;
    }

    /**
     * Reads the rest of a row that may be in an envelope of Kafka Connect: an object with a {@code
     * schema}, an object or null, and then a {@code payload}, the row. An object of which the
     * mapping uses anything else is no envelope.
     */
    Map<String, Cell> readMessage(JsonParser json) throws IOException, RejectedInputException {
        Map<String, Cell> row = new LinkedHashMap<>();
        SeenFields seen = new SeenFields();
        @Nullable ConnectSchema schema = null;
        @Nullable Map<String, Cell> payload = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String column = json.currentName();
            JsonToken token = json.nextToken();
            if (column.equals(SCHEMA) && token == JsonToken.START_OBJECT) {
                seen.add(column);
                schema = ConnectSchema.read(json);
            } else if (column.equals(SCHEMA) && token == JsonToken.VALUE_NULL) {
                seen.add(column);
                schema = ConnectSchema.NONE;
            } else if (schema != null
                    && column.equals(PAYLOAD)
                    && token == JsonToken.START_OBJECT) {
                seen.add(column);
                payload = read(json);
            } else {
                put(row, seen, column, json);
            }
        }
        if (schema != null && payload != null && row.isEmpty()) {
            schema.name(payload);
            return payload;
        }
        if (schema != null && schema != ConnectSchema.NONE) {
            checkUnused(SCHEMA);
        }
        if (payload != null) {
            checkUnused(PAYLOAD);
        }
        return row;
    }

    private void checkUnused(String column) throws RejectedInputException {
        if (mapper.uses(column)) {
            throw new RejectedInputException(
                    column + " is an object, expected a string, number or boolean");
        }
    }

    private void put(Map<String, Cell> row, SeenFields seen, String column, JsonParser json)
            throws IOException, RejectedInputException {
        if (!mapper.uses(column)) {
            json.skipChildren();
            return;
        }
        seen.add(InputText.checkUnicode(column, "a field name"));
        JsonToken token = json.currentToken();
        if (token != JsonToken.VALUE_NULL) {
            row.put(column, new Cell.Json(JsonLine.scalar(json, column), token));
        }
    }
}
