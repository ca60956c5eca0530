package io.kindred.table.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes and migrates the tables of a schema. The table {@code kindred_layout} has of each table the
 * output, the timeline, the version of its layout, and the run that it belongs to.
 */
public final class PostgresLayout {

    /** By version, from 1 on, what leads to the next one. */
    private static final List<Function<PostgresTable, List<String>>> MIGRATIONS =
            List.of(PostgresTable::addWrittenIn);

    /** The table that says what the others are. */
    static final String REGISTER = "kindred_layout";

    private static final String DDL =
            "CREATE TABLE %s (\n"
                    + "    \"table_name\" text PRIMARY KEY,\n"
                    + "    \"output\" text NOT NULL,\n"
                    + "    \"timeline\" text NOT NULL,\n"
                    + "    \"layout\" integer NOT NULL,\n"
                    + "    \"run\" text\n"
                    + ")";

    private final List<Function<PostgresTable, List<String>>> migrations;

    public PostgresLayout() {
        this(MIGRATIONS);
    }

    /** A layout of the version after the last migration. */
    PostgresLayout(List<Function<PostgresTable, List<String>>> migrations) {
        this.migrations = migrations;
    }

    /** The table is not what it should be. The message says what to do. */
    public static final class UnusableTableException extends Exception {

        private static final long serialVersionUID = 1L;

        public UnusableTableException(String message) {
            super(message);
        }
    }

    /** What the register says of a table. */
    private record Entry(String output, String timeline, int layout, String run) {}

    /**
     * Makes the schema and the table if they are not there, and migrates a table of an earlier
     * version. Runs in a transaction of its own.
     *
     * @throws UnusableTableException if the table is of another origin, output, timeline or a later
     *     version, has other columns, or may not be written
     */
    public void prepare(Connection connection, PostgresTable table)
            throws SQLException, UnusableTableException {
        inTransaction(
                connection,
                table,
                () -> {
                    prepareSchema(connection, table);
                    prepareTable(connection, table);
                    TableCheck.check(connection, table);
                });
    }

    /**
     * Claims a table for a run: it must belong to this run already, or be empty. Runs in a
     * transaction of its own.
     *
     * @param run the same for all who write into the table
     * @throws UnusableTableException if the table has rows of another run
     */
    public void claim(Connection connection, PostgresTable table, String run)
            throws SQLException, UnusableTableException {
        inTransaction(
                connection,
                table,
                () -> {
                    String query =
                            "SELECT \"run\" IS NOT DISTINCT FROM ? FROM "
                                    + register(table)
                                    + " WHERE \"table_name\" = ?";
                    if (isTrue(connection, query, run, table.name())) {
                        return;
                    }
                    refuseRows(connection, table);
                    update(
                            connection,
                            "UPDATE "
                                    + register(table)
                                    + " SET \"run\" = ? WHERE \"table_name\" = ?",
                            run,
                            table.name());
                });
    }

    /**
     * Checks that a table has no rows. Runs in a transaction of its own.
     *
     * @throws UnusableTableException if it has
     */
    public void checkEmpty(Connection connection, PostgresTable table)
            throws SQLException, UnusableTableException {
        inTransaction(connection, table, () -> refuseRows(connection, table));
    }

    private static void refuseRows(Connection connection, PostgresTable table)
            throws SQLException, UnusableTableException {
        if (isTrue(connection, "SELECT EXISTS (SELECT 1 FROM " + table.qualified() + ")")) {
            throw new UnusableTableException(
                    "the table "
                            + table.qualified()
                            + " has rows of another run; name another table or schema, or start the"
                            + " job with --overwrite, which empties it");
        }
    }

    /** Removes all rows. Runs in a transaction of its own. */
    public void empty(Connection connection, PostgresTable table)
            throws SQLException, UnusableTableException {
        inTransaction(
                connection,
                table,
                () -> {
                    update(connection, "TRUNCATE " + table.qualified());
                    update(
                            connection,
                            "UPDATE "
                                    + register(table)
                                    + " SET \"run\" = NULL WHERE \"table_name\" = ?",
                            table.name());
                });
    }

    /**
     * The run that a table belongs to, for who only reads it; in the transaction of the connection.
     *
     * @return empty if it belongs to none, as one that has no rows
     * @throws UnusableTableException if there is no table, or it is of another output, timeline or
     *     version
     */
    public String run(Connection connection, PostgresTable table)
            throws SQLException, UnusableTableException {
        boolean exists = exists(connection, table.qualified());
        Optional<Entry> entry =
                exists && exists(connection, register(table))
                        ? entry(connection, table)
                        : Optional.empty();
        if (entry.isEmpty()) {
            throw new UnusableTableException(
                    exists
                            ? "there is a table " + table.qualified() + " that Kindred did not make"
                            : "there is no table "
                                    + table.qualified()
                                    + "; the job makes it when it starts");
        }
        check(table, entry.get());
        if (entry.get().layout() < version()) {
            throw new UnusableTableException(
                    "the table "
                            + table.qualified()
                            + " has the layout "
                            + entry.get().layout()
                            + " of an earlier release; start the job with this release first");
        }
        return entry.get().run();
    }

    private interface Work {
        void run() throws SQLException, UnusableTableException;
    }

    private static void inTransaction(Connection connection, PostgresTable table, Work work)
            throws SQLException, UnusableTableException {
        connection.setAutoCommit(false);
        boolean isDone = false;
        try {
            // All subtasks come here at the same time.
            isTrue(
                    connection,
                    "SELECT pg_advisory_xact_lock(hashtext(?)) IS NULL",
                    REGISTER + '.' + table.schema());
            work.run();
            connection.commit();
            isDone = true;
        } finally {
            if (!isDone && !connection.isClosed()) {
                connection.rollback();
            }
        }
    }

    private int version() {
        return migrations.size() + 1;
    }

    private static String register(PostgresTable table) {
        return PostgresTable.quoted(table.schema()) + '.' + REGISTER;
    }

    private static void prepareSchema(Connection connection, PostgresTable table)
            throws SQLException {
        // "IF NOT EXISTS" would need the right to make what is there already.
        if (!isTrue(
                connection,
                "SELECT count(*) > 0 FROM pg_namespace WHERE nspname = ?",
                table.schema())) {
            update(connection, "CREATE SCHEMA " + PostgresTable.quoted(table.schema()));
        }
        if (!exists(connection, register(table))) {
            update(connection, String.format(Locale.ROOT, DDL, register(table)));
        }
    }

    private void prepareTable(Connection connection, PostgresTable table)
            throws SQLException, UnusableTableException {
        boolean exists = exists(connection, table.qualified());
        Optional<Entry> entry = entry(connection, table);
        if (exists && entry.isPresent()) {
            check(table, entry.get());
            migrate(connection, table, entry.get().layout());
            return;
        }
        if (exists) {
            throw new UnusableTableException(
                    "there is a table "
                            + table.qualified()
                            + " that Kindred did not make; name another table or schema");
        }
        for (String statement : table.ddl()) {
            update(connection, statement);
        }
        update(
                connection,
                "DELETE FROM " + register(table) + " WHERE \"table_name\" = ?",
                table.name());
        update(
                connection,
                "INSERT INTO " + register(table) + " VALUES (?, ?, ?, 1, NULL)",
                table.name(),
                table.output(),
                timeline(table));
        migrate(connection, table, 1);
    }

    private static Optional<Entry> entry(Connection connection, PostgresTable table)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT \"output\", \"timeline\", \"layout\", coalesce(\"run\", '') FROM "
                                + register(table)
                                + " WHERE \"table_name\" = ?")) {
            query.setString(1, table.name());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next()
                        ? Optional.of(
                                new Entry(
                                        rows.getString(1),
                                        rows.getString(2),
                                        rows.getInt(3),
                                        rows.getString(4)))
                        : Optional.empty();
            }
        }
    }

    private void check(PostgresTable table, Entry found) throws UnusableTableException {
        if (!found.output().equals(table.output())) {
            throw new UnusableTableException(
                    "the table "
                            + table.qualified()
                            + " is of the output "
                            + found.output()
                            + "; name another table or schema");
        }
        if (!found.timeline().equals(timeline(table))) {
            throw new UnusableTableException(
                    "the table "
                            + table.qualified()
                            + " is of the timeline "
                            + found.timeline()
                            + ", and the job has "
                            + timeline(table)
                            + "; name another table or schema");
        }
        if (found.layout() < 1 || found.layout() > version()) {
            throw new UnusableTableException(
                    "the table "
                            + table.qualified()
                            + " has the layout "
                            + found.layout()
                            + ", and this release knows those up to "
                            + version()
                            + "; use a newer release, or name another table or schema");
        }
    }

    private void migrate(Connection connection, PostgresTable table, int from) throws SQLException {
        for (Function<PostgresTable, List<String>> step :
                migrations.subList(from - 1, migrations.size())) {
            for (String statement : step.apply(table)) {
                update(connection, statement);
            }
        }
        if (from < version()) {
            update(
                    connection,
                    "UPDATE "
                            + register(table)
                            + " SET \"layout\" = "
                            + version()
                            + " WHERE \"table_name\" = ?",
                    table.name());
        }
    }

    private static String timeline(PostgresTable table) {
        return table.timeline().name().toLowerCase(Locale.ROOT);
    }

    private static boolean exists(Connection connection, String qualified) throws SQLException {
        return isTrue(connection, "SELECT to_regclass(?) IS NOT NULL", qualified);
    }

    static boolean isTrue(Connection connection, String query, String... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    private static void update(Connection connection, String sql, String... parameters)
            throws SQLException {
        if (parameters.length == 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }
}
