package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a flat JSON object as a row. Fields that the mapping does not use are skipped, whatever
 * their value.
 */
final class JsonRow {

    private static final String SCHEMA = "schema";
    private static final String PAYLOAD = "payload";
    private static final int REMEMBERED = 1000;

    private final RowDecoder mapper;
    private final Notices notices;

    /** By the name of an unused field: the used field that it is likely meant to be. */
    private final Map<String, Optional<String>> misspelt = new HashMap<>();

    JsonRow(RowDecoder mapper, Notices notices) {
        this.mapper = mapper;
        this.notices = notices;
    }

    /** The cells of an object, and the names of its other fields. */
    private static final class Row extends LinkedHashMap<String, Cell> {
        private static final long serialVersionUID = 1L;

        private final transient SeenFields used = new SeenFields();
        private final transient List<String> unused = new ArrayList<>();
    }

    /** Reads the rest of an object after its opening brace. */
    Map<String, Cell> read(JsonParser json) throws IOException, RejectedInputException {
        Row row = new Row();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String column = json.currentName();
            json.nextToken();
            put(row, column, json);
        }
        return row;
    }

    /**
     * Reads the rest of a row that may be in an envelope of Kafka Connect: an object with a {@code
     * schema}, an object or null, and then a {@code payload}, the row. An object of which the
     * mapping uses anything else is no envelope.
     */
    Map<String, Cell> readMessage(JsonParser json) throws IOException, RejectedInputException {
        Row row = new Row();
        @Nullable ConnectSchema schema = null;
        @Nullable Map<String, Cell> payload = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String column = json.currentName();
            JsonToken token = json.nextToken();
            if (column.equals(SCHEMA) && token == JsonToken.START_OBJECT) {
                row.used.add(column);
                schema = ConnectSchema.read(json);
            } else if (column.equals(SCHEMA) && token == JsonToken.VALUE_NULL) {
                row.used.add(column);
                schema = ConnectSchema.NONE;
            } else if (schema != null
                    && column.equals(PAYLOAD)
                    && token == JsonToken.START_OBJECT) {
                row.used.add(column);
                payload = read(json);
            } else {
                put(row, column, json);
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

    private void put(Row row, String column, JsonParser json)
            throws IOException, RejectedInputException {
        if (!mapper.uses(column)) {
            row.unused.add(column);
            json.skipChildren();
            return;
        }
        row.used.add(InputText.checkUnicode(column, "a field name"));
        JsonToken token = json.currentToken();
        if (token != JsonToken.VALUE_NULL) {
            row.put(column, new Cell.Json(JsonLine.scalar(json, column), token));
        }
    }

    /** Notices the mapped fields that the object of a row, as it was read, does not have. */
    void noticeMissing(Map<String, Cell> read) {
        if (!(read instanceof Row row)) {
            return;
        }
        for (String column : mapper.namedColumns()) {
            if (!row.used.contains(column)) {
                String detail =
                        row.unused.stream()
                                .filter(name -> isLikely(name, column))
                                .findFirst()
                                .map(name -> column + Notices.BUT_HAD + InputText.quoted(name))
                                .orElse(column);
                notices.add(Notice.MISSING_FIELD, detail);
            }
        }
    }

    private boolean isLikely(String unused, String column) {
        Optional<String> meant = misspelt.get(unused);
        if (meant == null) {
            meant =
                    misspelt.size() < REMEMBERED
                            ? Suggestion.likely(unused, mapper.namedColumns())
                            : Optional.empty();
            if (misspelt.size() < REMEMBERED) {
                misspelt.put(unused, meant);
            }
        }
        return meant.filter(column::equals).isPresent();
    }
}
