package io.kindred.table.postgres;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.kindred.table.ColumnType.Simple;
import io.kindred.temporal.Timeline;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads rows of a table as their output has them in JSON. Fields that are null are left out, but
 * for the bounds of an interval. Text and times that PostgreSQL cannot store are as {@link
 * RowUpserts} has changed them; a time that became infinite is no bound.
 */
public final class RowSelect {

    private static final JsonFactory JSON = new JsonFactory();

    private final PostgresTable table;

    public RowSelect(PostgresTable table) {
        this.table = table;
    }

    /**
     * A query of all rows.
     *
     * @param condition what follows it, if anything
     */
    public String query(String condition) {
        return "SELECT " + String.join(", ", columns()) + " FROM " + table.qualified() + condition;
    }

    /**
     * The condition of a row that a snapshot, its two parameters, does not show. Rows that were
     * copied from another server may have greater numbers than any transaction of this one; they
     * are none that came since.
     */
    public static String isUnseen() {
        return " WHERE \"written_in\" >= txid_snapshot_xmin(?::txid_snapshot)"
                + " AND \"written_in\" < txid_snapshot_xmax(txid_current_snapshot())"
                + " AND NOT txid_visible_in_snapshot(\"written_in\", ?::txid_snapshot)";
    }

    private List<String> columns() {
        List<String> columns = new ArrayList<>();
        columns.add(PostgresTable.quoted(PostgresTable.ROW_ID));
        columns.add(millis(PostgresTable.quoted(PostgresTable.WRITTEN_AT)));
        for (PostgresColumn column : table.columns()) {
            String name = PostgresTable.quoted(column.name());
            if (column.isRange()) {
                columns.add(name + " IS NOT NULL");
                columns.add(bound("lower(" + name + ')'));
                columns.add(bound("upper(" + name + ')'));
            } else if (column.type() == Simple.INSTANT) {
                columns.add(millis(name));
            } else {
                columns.add(name);
            }
        }
        return columns;
    }

    /** When the sink got the row that the result is at, in epoch ms. */
    public long writtenAt(ResultSet rows) throws SQLException {
        return rows.getLong(2);
    }

    /** The digest of the output key of the row that the result is at. */
    public String rowId(ResultSet rows) throws SQLException {
        return rows.getString(1);
    }

    private String bound(String point) {
        return table.timeline() == Timeline.INTEGER
                ? point
                : "CASE WHEN isfinite(" + point + ") THEN " + millis(point) + " END";
    }

    /** Since the epoch. */
    private static String millis(String time) {
        return "round(extract(epoch from " + time + ") * 1000)::bigint";
    }

    /** The row that the result is at: one JSON object in UTF-8. */
    public byte[] json(ResultSet rows) throws SQLException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            int at = 3;
            for (PostgresColumn column : table.columns()) {
                if (column.isRange()) {
                    writeRange(json, rows, at);
                    at += 3;
                } else {
                    write(json, column, rows, at);
                    at++;
                }
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private void writeRange(JsonGenerator json, ResultSet rows, int at)
            throws SQLException, IOException {
        if (rows.getBoolean(at)) {
            writeBound(json, "start", rows, at + 1);
            writeBound(json, "end", rows, at + 2);
        }
    }

    private void writeBound(JsonGenerator json, String name, ResultSet rows, int at)
            throws SQLException, IOException {
        long point = rows.getLong(at);
        if (rows.wasNull()) {
            json.writeNullField(name);
        } else if (table.timeline() == Timeline.INTEGER) {
            json.writeNumberField(name, point);
        } else {
            json.writeStringField(name, table.timeline().format(point));
        }
    }

    private static void write(JsonGenerator json, PostgresColumn column, ResultSet rows, int at)
            throws SQLException, IOException {
        if (rows.getObject(at) == null) {
            return;
        }
        json.writeFieldName(column.name());
        if (column.type() == Simple.INSTANT) {
            json.writeString(Instant.ofEpochMilli(rows.getLong(at)).toString());
            return;
        }
        switch (column.sqlType()) {
            case "bigint" -> json.writeNumber(rows.getLong(at));
            case "boolean" -> json.writeBoolean(rows.getBoolean(at));
            case "jsonb" -> json.writeRawValue(rows.getString(at));
            case "text[]" -> {
                String[] texts = (String[]) rows.getArray(at).getArray();
                json.writeArray(texts, 0, texts.length);
            }
            default -> json.writeString(rows.getString(at));
        }
    }
}
