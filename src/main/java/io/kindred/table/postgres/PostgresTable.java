package io.kindred.table.postgres;

import io.kindred.table.Table;
import io.kindred.table.TableRowReader;
import io.kindred.temporal.Timeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An output as a table of PostgreSQL: the statements that make it and that write into it.
 *
 * <p>A row replaces that of its key if its revision is greater. A retraction stays as a row of
 * status {@code retired} or {@code resolved}, so that an older row that comes again does not bring
 * back what is gone.
 */
public final class PostgresTable {

    /** When the sink got the row; the one column that rows do not have themselves. */
    static final String WRITTEN_AT = "written_at";

    private static final String REVISION = "revision";

    /** B-tree entries have a limit of about 2,700 bytes. */
    private static final int INDEXED_CHARACTERS = 200;

    private final Table table;
    private final Timeline timeline;
    private final String schema;
    private final String name;
    private final List<PostgresColumn> columns;

    /**
     * A table.
     *
     * @param schema where it is
     * @param name in the schema
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
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    String schema() {
        return schema;
    }

    Timeline timeline() {
        return timeline;
    }

    List<PostgresColumn> columns() {
        return columns;
    }

    /** The positions of the key in {@link #columns}. */
    List<Integer> keyPositions() {
        List<String> names = columns.stream().map(PostgresColumn::name).toList();
        return table.key().stream().map(names::indexOf).toList();
    }

    TableRowReader reader() {
        return new TableRowReader(table, timeline);
    }

    /** The statements that make the table and its indexes. */
    List<String> ddl() {
        List<String> statements = new ArrayList<>();
        String lines =
                columns.stream()
                        .map(
                                column ->
                                        "    "
                                                + quoted(column.name())
                                                + ' '
                                                + column.sqlType()
                                                + (column.mayBeNull() ? "" : " NOT NULL"))
                        .collect(Collectors.joining(",\n"));
        statements.add(
                "CREATE TABLE "
                        + qualified()
                        + " (\n"
                        + lines
                        + ",\n    "
                        + quoted(WRITTEN_AT)
                        + " timestamptz NOT NULL,\n    PRIMARY KEY ("
                        + key()
                        + ")\n)");
        if (has(PostgresColumn.VALID)) {
            statements.add(index("valid", "USING gist (\"valid\")"));
        }
        if (has("value")) {
            statements.add(
                    index("value", "(\"attr\", left(\"value\", " + INDEXED_CHARACTERS + "))"));
        }
        if (has("entity_id") && !table.key().equals(List.of("entity_id"))) {
            statements.add(index("entity_id", "(\"entity_id\")"));
        }
        return statements;
    }

    private String index(String suffix, String on) {
        return "CREATE INDEX " + quoted(name + '_' + suffix) + " ON " + qualified() + ' ' + on;
    }

    private boolean has(String column) {
        return columns.stream().anyMatch(each -> each.name().equals(column));
    }

    private String key() {
        return table.key().stream().map(PostgresTable::quoted).collect(Collectors.joining(", "));
    }

    /**
     * The statement that writes a row, whose parameters are the columns and {@link #WRITTEN_AT}.
     *
     * @param isFinal whether all rows have the revision 1, so that a row replaces its equal
     * @param forgetAfter after which time revisions of a key may begin anew; empty: never
     */
    String upsert(boolean isFinal, Optional<Duration> forgetAfter) {
        List<String> names = new ArrayList<>(columns.stream().map(PostgresColumn::name).toList());
        List<String> types =
                new ArrayList<>(columns.stream().map(PostgresColumn::sqlType).toList());
        names.add(WRITTEN_AT);
        types.add("timestamptz");
        String set =
                names.stream()
                        .filter(each -> !table.key().contains(each))
                        .map(each -> quoted(each) + " = EXCLUDED." + quoted(each))
                        .collect(Collectors.joining(", "));
        String guard =
                "t."
                        + quoted(REVISION)
                        + (isFinal ? " <= " : " < ")
                        + "EXCLUDED."
                        + quoted(REVISION);
        // Rows that come again have the time they had; half, because clocks differ.
        String renumbered =
                forgetAfter
                        .map(
                                after ->
                                        " OR t.\"written_at\" < EXCLUDED.\"written_at\" - interval '"
                                                + after.toMillis() / 2
                                                + " milliseconds'")
                        .orElse("");
        return "INSERT INTO "
                + qualified()
                + " AS t ("
                + names.stream().map(PostgresTable::quoted).collect(Collectors.joining(", "))
                + ") VALUES ("
                + types.stream().map(type -> "?::" + type).collect(Collectors.joining(", "))
                + ") ON CONFLICT ("
                + key()
                + ") DO UPDATE SET "
                + set
                + " WHERE "
                + guard
                + renumbered;
    }
}
