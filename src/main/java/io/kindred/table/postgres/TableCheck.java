package io.kindred.table.postgres;

import io.kindred.table.postgres.PostgresLayout.UnusableTableException;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether rows can be written into a table that is there. */
final class TableCheck {

    private TableCheck() {}

    /** Checks the columns, and the rights of the user. */
    static void check(Connection connection, PostgresTable table)
            throws SQLException, UnusableTableException {
        checkColumns(connection, table);
        checkRights(connection, table);
    }

    /** Others may have added columns, as long as rows can do without them. */
    private static void checkColumns(Connection connection, PostgresTable table)
            throws SQLException, UnusableTableException {
        Map<String, String> found = new HashMap<>();
        List<String> needed = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT attname, format_type(atttypid, atttypmod), attnotnull AND NOT"
                                + " atthasdef FROM pg_attribute WHERE attrelid = to_regclass(?) AND"
                                + " attnum > 0 AND NOT attisdropped")) {
            query.setString(1, table.qualified());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    String name = PostgresTable.quoted(rows.getString(1));
                    found.put(name, name + ' ' + rows.getString(2));
                    if (rows.getBoolean(3)) {
                        needed.add(name);
                    }
                }
            }
        }
        for (String declared : table.declarations()) {
            String name = declared.substring(0, declared.indexOf('"', 1) + 1);
            if (!declared.equals(found.get(name))) {
                throw new UnusableTableException(
                        String.format(
                                "the table %s has %s; expected %s",
                                table.qualified(),
                                found.containsKey(name)
                                        ? "the column " + found.get(name)
                                        : "no column " + name,
                                declared));
            }
            needed.remove(name);
        }
        if (!needed.isEmpty()) {
            throw new UnusableTableException(
                    String.format(
                            "the table %s has the column %s, which must not be null and has no"
                                    + " default; give it one, or remove it",
                            table.qualified(), needed.get(0)));
        }
    }

    private static void checkRights(Connection connection, PostgresTable table)
            throws SQLException, UnusableTableException {
        for (String right : List.of("SELECT", "INSERT", "UPDATE")) {
            if (!PostgresLayout.isTrue(
                    connection, "SELECT has_table_privilege(?, ?)", table.qualified(), right)) {
                throw new UnusableTableException(
                        "the user lacks the right to "
                                + right
                                + " on the table "
                                + table.qualified()
                                + "; grant it");
            }
        }
    }
}
