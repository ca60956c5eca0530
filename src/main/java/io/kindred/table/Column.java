package io.kindred.table;

import java.util.List;

/**
 * A column of a table, or a field of a struct.
 *
 * @param name the name of the field in JSON
 * @param isOptional whether rows may lack the field. A table that has every column in every row has
 *     null there
 * @param isNullable whether the field may be null where it is present
 */
public record Column(String name, ColumnType type, boolean isOptional, boolean isNullable) {

    /** A column that every row has. */
    static Column of(String name, ColumnType type) {
        return new Column(name, type, false, false);
    }

    static Column text(String name) {
        return of(name, ColumnType.Simple.TEXT);
    }

    static Column number(String name) {
        return of(name, ColumnType.Simple.LONG);
    }

    static Column choice(String name, String... values) {
        return of(name, new ColumnType.Choice(List.of(values)));
    }

    static Column listOf(String name, ColumnType element) {
        return of(name, ColumnType.listOf(element));
    }

    static Column texts(String name) {
        return listOf(name, ColumnType.Simple.TEXT);
    }

    /** The same column, which rows may lack. */
    Column optional() {
        return new Column(name, type, true, isNullable);
    }

    /** The same column, which may be null. */
    Column nullable() {
        return new Column(name, type, isOptional, true);
    }

    /** Whether a table may have null in this column. */
    public boolean mayBeNull() {
        return isOptional || isNullable;
    }

    /** The name, or one like it if SQL reserves the name: not all readers quote names. */
    public static String unreserved(String name) {
        return switch (name) {
            case "start" -> "valid_from";
            case "end" -> "valid_to";
            case "constraint" -> "constraint_name";
            default -> name;
        };
    }
}
