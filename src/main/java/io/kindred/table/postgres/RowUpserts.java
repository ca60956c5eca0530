package io.kindred.table.postgres;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kindred.table.ColumnType.ListOf;
import io.kindred.table.ColumnType.Simple;
import io.kindred.table.TableRow;
import io.kindred.table.TableRowReader;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes rows of an output into its table. */
public final class RowUpserts {

    private static final JsonFactory JSON = new JsonFactory();

    private final PostgresTable table;
    private final TableRowReader reader;
    private final String statement;
    private final StorableText storable;
    private final JsonText json;
    private final List<Integer> key;

    /**
     * Writes into a table.
     *
     * @param isFinal whether all rows have the revision 1, so that a row replaces its equal
     * @param forgetAfter after which time revisions of a key may begin anew; empty: never
     * @param onReplaced called for each text with characters that PostgreSQL cannot store, which
     *     become U+FFFD
     */
    public RowUpserts(
            PostgresTable table,
            boolean isFinal,
            Optional<Duration> forgetAfter,
            Runnable onReplaced) {
        this.table = table;
        this.reader = table.reader();
        this.statement = table.upsert(isFinal, forgetAfter);
        this.storable = new StorableText(onReplaced);
        this.json = new JsonText(table.timeline(), storable);
        this.key = table.keyPositions();
    }

    /**
     * Writes rows in the transaction of the connection. Of rows with the same key the last one
     * counts. Writing the same rows again changes nothing.
     */
    public void write(Connection connection, List<StampedRow> rows) throws SQLException {
        // One statement may not write a row twice. Keys that differ can be the same as stored.
        Map<List<Object>, List<@Nullable Object>> byKey = new LinkedHashMap<>();
        for (StampedRow row : rows) {
            List<@Nullable Object> values = values(row.json());
            values.add(PostgresTime.timestamp(row.writtenAt()));
            List<Object> id = new ArrayList<>();
            key.forEach(at -> id.add(String.valueOf(values.get(at))));
            byKey.put(id, values);
        }
        try (PreparedStatement insert = connection.prepareStatement(statement)) {
            for (List<@Nullable Object> values : byKey.values()) {
                for (int i = 0; i < values.size(); i++) {
                    bind(insert, i + 1, values.get(i));
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void bind(PreparedStatement insert, int at, @Nullable Object value)
            throws SQLException {
        if (value == null) {
            insert.setNull(at, Types.OTHER);
        } else if (value instanceof Long number) {
            insert.setLong(at, number);
        } else if (value instanceof Boolean bool) {
            insert.setBoolean(at, bool);
        } else if (value instanceof String[] texts) {
            insert.setArray(at, insert.getConnection().createArrayOf("text", texts));
        } else {
            insert.setString(at, (String) value);
        }
    }

    private List<@Nullable Object> values(byte[] line) {
        TableRow row = reader.read(line);
        List<@Nullable Object> values = new ArrayList<>();
        for (PostgresColumn column : table.columns()) {
            values.add(
                    column.isRange()
                            ? range(line, row, column.source())
                            : row.value(column.source())
                                    .map(value -> value(column, value))
                                    .orElse(null));
        }
        return values;
    }

    private Object value(PostgresColumn column, Object value) {
        if (value instanceof String text) {
            return storable.of(text);
        }
        if (column.type() == Simple.INSTANT) {
            return PostgresTime.timestamp((Long) value);
        }
        if (column.type() instanceof ListOf list && list.element() == Simple.TEXT) {
            return ((List<?>) value)
                    .stream().map(text -> storable.of((String) text)).toArray(String[]::new);
        }
        return column.type() instanceof Simple ? value : json.of(column.type(), value);
    }

    /** Null for a row without times: there an absent bound is not infinite. */
    private @Nullable String range(byte[] line, TableRow row, int start) {
        if (!hasStart(line)) {
            return null;
        }
        return PostgresTime.range(
                table.timeline(),
                (Long) row.value(start).orElse(null),
                (Long) row.value(start + 1).orElse(null));
    }

    private static boolean hasStart(byte[] line) {
        try (JsonParser parser = JSON.createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                if (parser.currentName().equals("start")) {
                    return true;
                }
                parser.nextToken();
                parser.skipChildren();
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
