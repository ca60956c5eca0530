package io.kindred.table.postgres;

import io.kindred.table.Column;
import io.kindred.table.ColumnType;
import io.kindred.table.ColumnType.Choice;
import io.kindred.table.ColumnType.ListOf;
import io.kindred.table.ColumnType.Simple;
import io.kindred.table.Table;
import io.kindred.temporal.Timeline;

import java.util.ArrayList;
import java.util.List;

/**
 * A column in PostgreSQL.
 *
 * @param source the position of the value in a row; of a range, that of the start, which the end
 *     follows
 * @param isRange whether it is made of the columns {@code start} and {@code end}
 */
record PostgresColumn(
        String name,
        String sqlType,
        boolean mayBeNull,
        ColumnType type,
        int source,
        boolean isRange) {

    static final String VALID = "valid";

    /** The columns of a table, with one range in place of a start and an end. */
    static List<PostgresColumn> of(Table table, Timeline timeline) {
        List<PostgresColumn> columns = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            Column column = table.columns().get(i);
            if (column.type() != Simple.TIME) {
                columns.add(
                        new PostgresColumn(
                                column.name(),
                                sqlType(column.type()),
                                column.mayBeNull(),
                                column.type(),
                                i,
                                false));
            } else if (column.name().equals("start")) {
                columns.add(
                        new PostgresColumn(
                                VALID,
                                timeline == Timeline.INTEGER ? "int8range" : "tstzrange",
                                true,
                                column.type(),
                                i,
                                true));
            } else if (!column.name().equals("end")) {
                throw new IllegalArgumentException(
                        "no column for the time " + column.name() + " of " + table.name());
            }
        }
        return List.copyOf(columns);
    }

    private static String sqlType(ColumnType type) {
        if (type instanceof Choice) {
            return "text";
        }
        if (type instanceof ListOf list && list.element() == Simple.TEXT) {
            return "text[]";
        }
        if (!(type instanceof Simple simple)) {
            return "jsonb";
        }
        return switch (simple) {
            case TEXT -> "text";
            case LONG -> "bigint";
            case BOOLEAN -> "boolean";
            case INSTANT -> PostgresTable.TIMESTAMP;
            case TIME -> throw new IllegalArgumentException("a time alone has no column");
        };
    }
}
