package io.kindred.table;

import java.util.List;

/**
 * An output as a table.
 *
 * @param name as in a job file
 * @param key the names of the columns that identify what a row is about; a later row of a key
 *     replaces an earlier one. Empty if every row is about something new
 * @param columns in the order of the fields in JSON
 */
public record Table(String name, List<String> key, List<Column> columns) {

    public Table {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
    }

    static Table of(String name, List<String> key, Column... columns) {
        return new Table(name, key, List.of(columns));
    }
}
