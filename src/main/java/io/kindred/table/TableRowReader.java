package io.kindred.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kindred.table.ColumnType.Choice;
import io.kindred.table.ColumnType.ListOf;
import io.kindred.table.ColumnType.Simple;
import io.kindred.table.ColumnType.Struct;
import io.kindred.temporal.Timeline;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the JSON rows of an output by the declaration of its table. What the declaration does not
 * say is an error, so that nothing of a row is ever lost on the way into a table.
 */
public final class TableRowReader {

    private static final JsonFactory JSON = new JsonFactory();

    private final Table table;
    private final Timeline timeline;
    private final ValueReader rows;

    public TableRowReader(Table table, Timeline timeline) {
        this.table = table;
        this.timeline = timeline;
        this.rows = struct(table.columns());
    }

    private interface ValueReader {
        /** Reads the value at the current token. */
        Object read(JsonParser json) throws IOException;
    }

    /**
     * Reads a row.
     *
     * @param json one JSON object in UTF-8
     * @throws IllegalArgumentException if it is no row of the table
     */
    public TableRow read(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            return (TableRow) rows.read(parser);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "a row of " + table.name() + " is not JSON: " + e.getMessage(), e);
        }
    }

    private ValueReader reader(ColumnType type) {
        if (type instanceof Struct struct) {
            return struct(struct.fields());
        }
        if (type instanceof ListOf list) {
            return list(reader(list.element()));
        }
        if (type instanceof Choice choice) {
            return json -> checked(choice, text(json));
        }
        return switch ((Simple) type) {
            case TEXT -> this::text;
            case LONG -> this::number;
            case BOOLEAN -> this::bool;
            case INSTANT -> json -> Instant.parse(text(json)).toEpochMilli();
            case TIME -> timeline == Timeline.INTEGER ? this::number : this::time;
        };
    }

    private ValueReader list(ValueReader element) {
        return json -> {
            expect(json, JsonToken.START_ARRAY);
            List<Object> values = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                values.add(element.read(json));
            }
            return values;
        };
    }

    private ValueReader struct(List<Column> columns) {
        Map<String, Integer> positions = new HashMap<>();
        List<ValueReader> readers = new ArrayList<>();
        for (Column column : columns) {
            positions.put(column.name(), readers.size());
            readers.add(reader(column.type()));
        }
        return json -> {
            expect(json, JsonToken.START_OBJECT);
            @Nullable Object[] values = new Object[readers.size()];
            boolean[] seen = new boolean[values.length];
            while (json.nextToken() != JsonToken.END_OBJECT) {
                Integer at = positions.get(json.currentName());
                if (at == null) {
                    throw invalid(json, "which the table lacks");
                }
                seen[at] = true;
                if (json.nextToken() != JsonToken.VALUE_NULL) {
                    values[at] = readers.get(at).read(json);
                } else if (!columns.get(at).isNullable()) {
                    throw invalid(json, "which may not be null");
                }
            }
            checkPresent(columns, seen);
            return new TableRow(Arrays.asList(values));
        };
    }

    private void checkPresent(List<Column> columns, boolean[] seen) {
        for (int i = 0; i < seen.length; i++) {
            if (!seen[i] && !columns.get(i).isOptional()) {
                throw new IllegalArgumentException(
                        "a row of " + table.name() + " lacks the field " + columns.get(i).name());
            }
        }
    }

    private String text(JsonParser json) throws IOException {
        expect(json, JsonToken.VALUE_STRING);
        return json.getText();
    }

    private Long number(JsonParser json) throws IOException {
        expect(json, JsonToken.VALUE_NUMBER_INT);
        return json.getLongValue();
    }

    private Long time(JsonParser json) throws IOException {
        return timeline.parse(text(json));
    }

    private Boolean bool(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_TRUE) {
            expect(json, JsonToken.VALUE_FALSE);
        }
        return json.getBooleanValue();
    }

    private String checked(Choice choice, String text) {
        if (!choice.values().contains(text)) {
            throw new IllegalArgumentException(
                    "a row of "
                            + table.name()
                            + " has '"
                            + text
                            + "', which is none of "
                            + String.join(", ", choice.values()));
        }
        return text;
    }

    private void expect(JsonParser json, JsonToken token) throws IOException {
        if (json.currentToken() != token) {
            throw invalid(json, "which is " + json.currentToken() + " and not " + token);
        }
    }

    private IllegalArgumentException invalid(JsonParser json, String problem) {
        return new IllegalArgumentException(
                "a row of "
                        + table.name()
                        + " has the field "
                        + json.getParsingContext().pathAsPointer()
                        + ", "
                        + problem);
    }
}
