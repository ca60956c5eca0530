package io.kindred.table.postgres;

import io.kindred.table.ColumnType.ListOf;
import io.kindred.table.ColumnType.Simple;
import io.kindred.table.TableRow;
import io.kindred.table.TableRowReader;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Writes rows of an output into its table. */
public final class RowUpserts {

    private final PostgresTable table;
    private final TableRowReader reader;
    private final String statement;
    private final StorableText storable;
    private final JsonText json;

    /**
     * Prepares the statement for the rows of a table.
     *
     * @param onReplaced called for each text with characters that PostgreSQL cannot store, which
     *     become U+FFFD
     */
    public RowUpserts(PostgresTable table, Runnable onReplaced) {
        this.table = table;
        this.reader = table.reader();
        this.statement = table.upsert();
        this.storable = new StorableText(onReplaced);
        this.json = new JsonText(table.timeline(), storable);
    }

    /**
     * Writes rows in the transaction of the connection. Of rows with the same key the last one
     * counts. Writing the same rows again changes nothing.
     */
    public void write(Connection connection, List<StampedRow> rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(statement)) {
            for (StampedRow row : lastOfEachKey(rows)) {
                bind(insert, row);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** One statement may not write a row twice. */
    private static Collection<StampedRow> lastOfEachKey(List<StampedRow> rows) {
        Map<String, StampedRow> byKey = new LinkedHashMap<>();
        rows.forEach(row -> byKey.put(row.key(), row));
        return byKey.values();
    }

    /** The id of the row of an output key: the first 128 bits of its SHA-256. */
    static UUID rowId(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(key.getBytes(StandardCharsets.UTF_8));
            ByteBuffer bytes = ByteBuffer.wrap(digest);
            return new UUID(bytes.getLong(), bytes.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void bind(PreparedStatement insert, StampedRow stamped) throws SQLException {
        TableRow row = reader.read(stamped.json());
        int at = 1;
        insert.setObject(at++, rowId(stamped.key()));
        for (PostgresColumn column : table.columns()) {
            Optional<Object> value =
                    column.isRange()
                            ? range(stamped, row, column.source())
                            : row.value(column.source()).map(each -> value(column, each));
            bind(insert, at++, value.orElse(null));
        }
        insert.setString(at, PostgresTime.timestamp(stamped.writtenAt()));
    }

    private static void bind(PreparedStatement insert, int at, @Nullable Object value)
            throws SQLException {
        if (value == null) {
            insert.setNull(at, Types.VARCHAR);
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

    /** A retraction has no times. In any other row an absent bound is infinite. */
    private Optional<Object> range(StampedRow stamped, TableRow row, int start) {
        if (stamped.isGone()) {
            return Optional.empty();
        }
        return Optional.of(
                PostgresTime.range(
                        table.timeline(),
                        (Long) row.value(start).orElse(null),
                        (Long) row.value(start + 1).orElse(null)));
    }
}
