package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The values of one row that are inside objects. On the way to a column such as {@code a.b.c},
 * objects are entered, and the items of arrays are read one after another: every {@code c} that is
 * found is a value. Anything else on the way is no value.
 *
 * <p>What is wrong with the values of a column is kept until they are taken: a field with the whole
 * name of the column, which may come later in the row, replaces them.
 */
final class NestedValues {

    private final NestedColumns columns;
    private final Set<String> unused;

    /** By column, also of those with nothing but nulls. */
    private final Map<String, List<Cell>> found = new LinkedHashMap<>();

    /** By column: its first error. */
    private final Map<String, RejectedInputException> errors = new HashMap<>();

    /**
     * @param unused gets the paths of all fields that are in no column
     */
    NestedValues(NestedColumns columns, Set<String> unused) {
        this.columns = columns;
        this.unused = unused;
    }

    /** Reads the current value, which is at a path where columns begin. */
    void read(JsonParser json, String path) throws IOException {
        if (json.currentToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                read(json, path);
            }
        } else if (json.currentToken() == JsonToken.START_OBJECT) {
            SeenFields seen = new SeenFields();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String field = path + NestedColumns.SEPARATOR + json.currentName();
                json.nextToken();
                field(json, field, seen);
            }
        }
    }

    private void field(JsonParser json, String field, SeenFields seen) throws IOException {
        if (columns.contains(field)) {
            value(json, field, seen);
        } else if (columns.begin(field)) {
            read(json, field);
        } else {
            unused.add(field);
            json.skipChildren();
        }
    }

    private void value(JsonParser json, String column, SeenFields seen) throws IOException {
        List<Cell> cells = found.computeIfAbsent(column, key -> new ArrayList<>(2));
        try {
            seen.add(column);
            JsonRow.readValues(json, column, columns.isRepeatable(column), cells);
        } catch (RejectedInputException e) {
            errors.putIfAbsent(column, e);
            json.skipChildren();
        }
    }

    /** Puts the values into the row of columns that have not been used by fields of the row. */
    void addTo(Map<String, Cell> row, SeenFields used) throws RejectedInputException {
        for (Map.Entry<String, List<Cell>> entry : found.entrySet()) {
            String column = entry.getKey();
            if (used.contains(column)) {
                continue;
            }
            used.add(column);
            if (errors.containsKey(column)) {
                throw errors.get(column);
            }
            List<Cell> cells = entry.getValue();
            if (cells.size() > 1 && !columns.isRepeatable(column)) {
                throw new RejectedInputException(
                        column + " has " + cells.size() + " values, expected one");
            }
            if (!cells.isEmpty()) {
                row.put(column, Cell.of(cells));
            }
        }
    }
}
