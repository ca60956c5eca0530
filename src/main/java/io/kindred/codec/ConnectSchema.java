package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** What the schema in a message of Kafka Connect says about times: the name of each column's. */
final class ConnectSchema {

    /** The schema of a message without one. */
    static final ConnectSchema NONE = new ConnectSchema();

    private String name = "";
    private String field = "";
    private final Map<String, ConnectSchema> fields = new HashMap<>();

    private ConnectSchema() {}

    /** Reads the rest of a schema after its opening brace. */
    static ConnectSchema read(JsonParser json) throws IOException {
        ConnectSchema schema = new ConnectSchema();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            JsonToken token = json.nextToken();
            if (token == JsonToken.VALUE_STRING && key.equals("name")) {
                schema.name = json.getText();
            } else if (token == JsonToken.VALUE_STRING && key.equals("field")) {
                schema.field = json.getText();
            } else if (token == JsonToken.START_ARRAY && key.equals("fields")) {
                schema.readFields(json);
            } else {
                json.skipChildren();
            }
        }
        return schema;
    }

    private void readFields(JsonParser json) throws IOException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                json.skipChildren();
                continue;
            }
            ConnectSchema schema = read(json);
            if (SchemaTime.isTime(schema.name) || !schema.fields.isEmpty()) {
                fields.put(schema.field, schema);
            }
        }
    }

    /** The schema of a field that is a row. */
    ConnectSchema row(String column) {
        return fields.getOrDefault(column, NONE);
    }

    /** Gives the cells of times the names of their schemas. */
    void name(Map<String, Cell> row) {
        fields.forEach(
                (column, schema) ->
                        row.computeIfPresent(
                                column,
                                (same, cell) ->
                                        cell instanceof Cell.Json json
                                                ? json.of(schema.name)
                                                : cell));
    }
}
