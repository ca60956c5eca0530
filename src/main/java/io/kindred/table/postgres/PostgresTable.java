package io.kindred.table.postgres;

import io.kindred.table.Column;
import io.kindred.table.Table;
import io.kindred.table.TableRowReader;
import io.kindred.temporal.Timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An output as a table of PostgreSQL: the statements that make it and that write into it.
 *
 * <p>There is one row for each output key. A retraction stays as a row of status {@code retired} or
 * {@code resolved}, so that an older row that comes late does not bring back what is gone; a view
 * has the other rows.
 *
 * <p>The primary key is a digest of the output key, and text is indexed by its hash, since an entry
 * of a B-tree has at most about 2,700 bytes and text of records has any length.
 */
public final class PostgresTable {

    /** The digest of the output key. */
    static final String ROW_ID = "row_id";

    /** When the sink got the row. Of the rows of a key, the later never has the lesser time. */
    static final String WRITTEN_AT = "written_at";

    /**
     * The number of the transaction that wrote the row, without the wraparound: {@code
     * txid_current()}. Who reads rows as they come goes by it, since rows do not become visible in
     * the order of {@link #WRITTEN_AT}.
     */
    static final String WRITTEN_IN = "written_in";

    static final String TIMESTAMP = "timestamp with time zone";

    private final Table table;
    private final Timeline timeline;
    private final String schema;
    private final String name;
    private final List<PostgresColumn> columns;

    /**
     * Describes a table, whether or not it is there.
     *
     * @param table the columns of the output
     * @param schema unquoted
     * @param name in the schema, unquoted
     */
    public PostgresTable(Table table, Timeline timeline, String schema, String name) {
        this.table = table;
        this.timeline = timeline;
        this.schema = schema;
        this.name = name;
        this.columns = PostgresColumn.of(table, timeline);
    }

    /** The name with its schema, quoted. */
    public String qualified() {
        return quoted(schema) + '.' + quoted(name);
    }

    /** Quotes a name for a statement. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    String schema() {
        return schema;
    }

    String name() {
        return name;
    }

    String output() {
        return table.name();
    }

    Timeline timeline() {
        return timeline;
    }

    /** The columns of the output, without {@link #ROW_ID} and {@link #WRITTEN_AT}. */
    List<PostgresColumn> columns() {
        return columns;
    }

    TableRowReader reader() {
        return new TableRowReader(table, timeline);
    }

    /** All columns in their order, as "name type". */
    List<String> declarations() {
        List<String> all = new ArrayList<>();
        all.add(quoted(ROW_ID) + " uuid");
        columns.forEach(column -> all.add(quoted(column.name()) + ' ' + column.sqlType()));
        all.add(quoted(WRITTEN_AT) + ' ' + TIMESTAMP);
        all.add(quoted(WRITTEN_IN) + " bigint");
        return all;
    }

    /**
     * The statements that make the table, its indexes and its view, as version 1 of the layout has
     * them. They never change: {@link PostgresLayout} has what came later.
     */
    List<String> ddl() {
        List<String> lines = new ArrayList<>();
        lines.add(quoted(ROW_ID) + " uuid PRIMARY KEY");
        for (PostgresColumn column : columns) {
            lines.add(
                    quoted(column.name())
                            + ' '
                            + column.sqlType()
                            + (column.mayBeNull() ? "" : " NOT NULL"));
        }
        lines.add(quoted(WRITTEN_AT) + ' ' + TIMESTAMP + " NOT NULL");
        List<String> statements = new ArrayList<>();
        statements.add(
                "CREATE TABLE " + qualified() + " (\n    " + String.join(",\n    ", lines) + "\n)");
        statements.addAll(indexes());
        statements.add(
                "CREATE VIEW "
                        + quoted(schema)
                        + '.'
                        + quoted(name + "_current")
                        + " AS SELECT * FROM "
                        + qualified()
                        + " WHERE \"status\" IN ('active', 'open')");
        return statements;
    }

    /**
     * The statement that makes a view of what holds now for readers that know only simple types:
     * JSON as text, times without a zone, in UTC, and no {@linkplain Column#unreserved reserved}
     * names.
     */
    public String flatView() {
        List<String> lines = new ArrayList<>();
        for (PostgresColumn column : columns) {
            String quoted = quoted(column.name());
            if (column.isRange()) {
                lines.add(
                        flat(
                                "lower(" + quoted + ')',
                                column.sqlType(),
                                Column.unreserved("start")));
                lines.add(
                        flat("upper(" + quoted + ')', column.sqlType(), Column.unreserved("end")));
            } else {
                lines.add(flat(quoted, column.sqlType(), Column.unreserved(column.name())));
            }
        }
        lines.add(flat(quoted(WRITTEN_AT), TIMESTAMP, WRITTEN_AT));
        return "CREATE OR REPLACE VIEW "
                + quoted(schema)
                + '.'
                + quoted(name + "_flat")
                + " AS SELECT\n  "
                + String.join(",\n  ", lines)
                + "\nFROM "
                + quoted(schema)
                + '.'
                + quoted(name + "_current");
    }

    private static String flat(String value, String type, String name) {
        String simple =
                switch (type) {
                    case "jsonb" -> value + "::text";
                    case TIMESTAMP, "tstzrange" -> value + " AT TIME ZONE 'UTC'";
                    default -> value;
                };
        return simple.equals(quoted(name)) ? simple : simple + " AS " + quoted(name);
    }

    private List<String> indexes() {
        List<String> statements = new ArrayList<>();
        for (PostgresColumn column : columns) {
            if (column.isRange()) {
                statements.add(index(column.name(), "gist"));
            } else if (isLookedUp(column.name())) {
                statements.add(index(column.name(), "hash"));
            }
        }
        // Small, and good for rows that come in the order of their times.
        statements.add(index(WRITTEN_AT, "brin"));
        return statements;
    }

    private boolean isLookedUp(String column) {
        return column.equals("entity_id")
                || column.equals("uid")
                || column.equals("value")
                || table.key().equals(List.of(column));
    }

    /** The statements that lead to version 2 of the layout. The view does not get the column. */
    List<String> addWrittenIn() {
        return List.of(
                "ALTER TABLE "
                        + qualified()
                        + " ADD COLUMN "
                        + quoted(WRITTEN_IN)
                        + " bigint NOT NULL DEFAULT txid_current()",
                index(WRITTEN_IN, "btree"));
    }

    private String index(String column, String method) {
        return "CREATE INDEX "
                + quoted(name + '_' + column)
                + " ON "
                + qualified()
                + " USING "
                + method
                + " ("
                + quoted(column)
                + ')';
    }

    /**
     * The statement that writes a row, whose parameters are the columns in their order. A row
     * replaces one that was written earlier, or at the same time with a lesser revision; in any
     * other case it changes nothing. Times decide before revisions, because revisions begin anew
     * when a key was forgotten, and all rows of mode {@code final} have the same.
     */
    String upsert() {
        List<String> names = new ArrayList<>();
        List<String> types = new ArrayList<>();
        names.add(ROW_ID);
        types.add("uuid");
        for (PostgresColumn column : columns) {
            names.add(column.name());
            types.add(column.sqlType());
        }
        names.add(WRITTEN_AT);
        types.add(TIMESTAMP);
        return "INSERT INTO "
                + qualified()
                + " AS t ("
                + names.stream().map(PostgresTable::quoted).collect(Collectors.joining(", "))
                + ") VALUES ("
                + types.stream().map(type -> "?::" + type).collect(Collectors.joining(", "))
                + ") ON CONFLICT ("
                + quoted(ROW_ID)
                + ") DO UPDATE SET "
                + Stream.concat(names.stream().skip(1), Stream.of(WRITTEN_IN))
                        .map(each -> quoted(each) + " = EXCLUDED." + quoted(each))
                        .collect(Collectors.joining(", "))
                + " WHERE (t.\"written_at\", t.\"revision\")"
                + " < (EXCLUDED.\"written_at\", EXCLUDED.\"revision\")";
    }
}
