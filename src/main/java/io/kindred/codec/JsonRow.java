package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a JSON object as a row. A column is the field of that name. If there is none, a column with
 * dots is the path of values in objects. An array is several values of an attribute. Fields that
 * the mapping does not use are skipped, whatever their value.
 */
final class JsonRow {

    private static final String SCHEMA = "schema";
    private static final String PAYLOAD = "payload";
    private static final int REMEMBERED = 1000;

    private final RowDecoder mapper;
    private final NestedColumns nested;
    private final Notices notices;

    /** By the name of an unused field: the used field that it is likely meant to be. */
    private final Map<String, Optional<String>> misspelt = new HashMap<>();

    JsonRow(RowDecoder mapper, Notices notices) {
        this.mapper = mapper;
        this.nested = new NestedColumns(mapper.namedColumns(), mapper::isRepeatable);
        this.notices = notices;
    }

    /** The cells of an object, and the names or paths of its other fields. */
    private static final class Row extends LinkedHashMap<String, Cell> {
        private static final long serialVersionUID = 1L;

        private final transient SeenFields used = new SeenFields();
        private final transient Set<String> unused = new LinkedHashSet<>();
        private final transient NestedValues nested;

        Row(NestedColumns columns) {
            this.nested = new NestedValues(columns, unused);
        }

        /** The row, all of whose fields have been read. */
        Row complete() throws RejectedInputException {
            nested.addTo(this, used);
            return this;
        }
    }

    /** Reads the rest of an object after its opening brace. */
    Map<String, Cell> read(JsonParser json) throws IOException, RejectedInputException {
        Row row = new Row(nested);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String column = json.currentName();
            json.nextToken();
            put(row, column, json);
        }
        return row.complete();
    }

    /**
     * Reads the rest of a row that may be in an envelope of Kafka Connect: an object with a {@code
     * schema}, an object or null, and then a {@code payload}, the row. An object of which the
     * mapping uses anything else is no envelope.
     */
    Map<String, Cell> readMessage(JsonParser json) throws IOException, RejectedInputException {
        Row row = new Row(nested);
        @Nullable ConnectSchema schema = null;
        @Nullable Map<String, Cell> payload = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String column = json.currentName();
            JsonToken token = json.nextToken();
            if (nested.begin(column)) {
                put(row, column, json);
            } else if (column.equals(SCHEMA) && token == JsonToken.START_OBJECT) {
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
        row.complete();
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
        JsonToken token = json.currentToken();
        if (token.isStructStart()
                && nested.begin(column)
                && !mapper.namedColumns().contains(column)) {
            row.used.add(column);
            row.nested.read(json, column);
            return;
        }
        if (!mapper.uses(column)) {
            row.unused.add(column);
            json.skipChildren();
            return;
        }
        row.used.add(InputText.checkUnicode(column, "a field name"));
        List<Cell> cells = new ArrayList<>(1);
        readValues(json, column, mapper.isRepeatable(column), cells);
        if (!cells.isEmpty()) {
            row.put(column, Cell.of(cells));
        }
    }

    /**
     * Adds the current value to the cells of a column: none for null, several for an array.
     *
     * @param isRepeatable whether the column may have several; otherwise an array is rejected
     */
    static void readValues(JsonParser json, String column, boolean isRepeatable, List<Cell> cells)
            throws IOException, RejectedInputException {
        if (json.currentToken() == JsonToken.START_ARRAY && isRepeatable) {
            readItems(json, column, cells);
        } else {
            readValue(json, column, cells);
        }
    }

    /** Reads all of the array, also if an item is rejected: the caller may go on. */
    private static void readItems(JsonParser json, String column, List<Cell> cells)
            throws IOException, RejectedInputException {
        Optional<RejectedInputException> error = Optional.empty();
        String item = "an item of " + column;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            try {
                readValue(json, item, cells);
            } catch (RejectedInputException e) {
                error = error.or(() -> Optional.of(e));
                json.skipChildren();
            }
        }
        if (error.isPresent()) {
            throw error.get();
        }
    }

    private static void readValue(JsonParser json, String column, List<Cell> cells)
            throws IOException, RejectedInputException {
        if (json.currentToken() != JsonToken.VALUE_NULL) {
            cells.add(Cell.Json.read(json, column));
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
                                .filter(name -> isLikely(name, column, row))
                                .findFirst()
                                .map(name -> column + Notices.BUT_HAD + InputText.quoted(name))
                                .orElse(column);
                notices.add(Notice.MISSING_FIELD, detail);
            }
        }
    }

    /** Whether an unused field, or what it contains, is likely meant to be a missing column. */
    private boolean isLikely(String unused, String column, Row row) {
        String beginning = NestedColumns.beginning(column, unused);
        if (row.used.contains(beginning)) {
            return false;
        }
        Optional<String> meant = misspelt.get(unused);
        if (meant == null) {
            meant = misspelt.size() < REMEMBERED ? likely(unused) : Optional.empty();
            if (misspelt.size() < REMEMBERED) {
                misspelt.put(unused, meant);
            }
        }
        return meant.filter(beginning::equals).isPresent();
    }

    /**
     * The beginning of a column that is likely meant. In an object only the field's own name
     * counts.
     */
    private Optional<String> likely(String unused) {
        int end = unused.lastIndexOf(NestedColumns.SEPARATOR) + 1;
        String object =
                end > 0 && nested.begin(unused.substring(0, end - 1))
                        ? unused.substring(0, end)
                        : "";
        Set<String> names =
                mapper.namedColumns().stream()
                        .map(column -> NestedColumns.beginning(column, unused))
                        .filter(column -> column.startsWith(object))
                        .map(column -> column.substring(object.length()))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        return Suggestion.likely(unused.substring(object.length()), names).map(object::concat);
    }
}
