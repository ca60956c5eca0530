package io.kindred.table.postgres;

import io.kindred.temporal.Timeline;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/**
 * The layout of the tables in a schema. The table {@code kindred_meta} has its version and the
 * timeline.
 */
public final class PostgresLayout {

    /** By version, from 1 on, the statements that lead to the next one. There is one version. */
    private static final List<List<String>> MIGRATIONS = List.of();

    private static final String META = "kindred_meta";

    private final List<List<String>> migrations;

    public PostgresLayout() {
        this(MIGRATIONS);
    }

    /**
     * A layout of the version after the last migration.
     *
     * @param migrations statements in which {@code %s} is the quoted schema
     */
    PostgresLayout(List<List<String>> migrations) {
        this.migrations = migrations;
    }

    /**
     * Makes the schema and the table if they are not there, and migrates tables of an earlier
     * version. Runs in a transaction of its own.
     *
     * @throws IllegalStateException if the tables are of a later version or another timeline
     */
    public void prepare(Connection connection, PostgresTable table) throws SQLException {
        connection.setAutoCommit(false);
        try {
            lock(connection, table.schema());
            prepareSchema(connection, table);
            if (!exists(connection, table.qualified())) {
                for (String statement : table.ddl()) {
                    run(connection, statement);
                }
            }
            connection.commit();
        } catch (SQLException | IllegalStateException e) {
            connection.rollback();
            throw e;
        }
    }

    /** Whether the table is there. */
    public static boolean exists(Connection connection, String qualified) throws SQLException {
        return isTrue(connection, "SELECT to_regclass(?) IS NOT NULL", qualified);
    }

    private int version() {
        return migrations.size() + 1;
    }

    /** All subtasks come here at the same time. */
    private static void lock(Connection connection, String schema) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtext(?))")) {
            lock.setString(1, META + schema);
            lock.execute();
        }
    }

    private void prepareSchema(Connection connection, PostgresTable table) throws SQLException {
        String schema = PostgresTable.quoted(table.schema());
        String meta = schema + '.' + META;
        // "IF NOT EXISTS" would need the right to make what is there already.
        if (!isTrue(
                connection,
                "SELECT count(*) > 0 FROM pg_namespace WHERE nspname = ?",
                table.schema())) {
            run(connection, "CREATE SCHEMA " + schema);
        }
        if (!exists(connection, meta)) {
            run(
                    connection,
                    "CREATE TABLE " + meta + " (layout integer NOT NULL, timeline text NOT NULL)");
            run(
                    connection,
                    String.format(
                            Locale.ROOT,
                            "INSERT INTO %s VALUES (%d, '%s')",
                            meta,
                            version(),
                            name(table.timeline())));
            return;
        }
        migrate(connection, table, schema, meta);
    }

    private void migrate(Connection connection, PostgresTable table, String schema, String meta)
            throws SQLException {
        int found;
        String timeline;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT layout, timeline FROM " + meta)) {
            if (!rows.next()) {
                throw new IllegalStateException(
                        meta + " is empty; expected a row with the version of the tables");
            }
            found = rows.getInt(1);
            timeline = rows.getString(2);
        }
        if (found < 1 || found > version()) {
            throw new IllegalStateException(
                    String.format(
                            Locale.ROOT,
                            "the tables in %s have the layout %d, which this release does not"
                                    + " know (it has %d); use a newer release, or another schema",
                            schema,
                            found,
                            version()));
        }
        if (!timeline.equals(name(table.timeline()))) {
            throw new IllegalStateException(
                    String.format(
                            "the tables in %s are of the timeline %s, and the job has %s; use"
                                    + " another schema",
                            schema, timeline, name(table.timeline())));
        }
        for (List<String> step : migrations.subList(found - 1, migrations.size())) {
            for (String statement : step) {
                run(connection, String.format(Locale.ROOT, statement, schema));
            }
        }
        if (found < version()) {
            run(connection, "UPDATE " + meta + " SET layout = " + version());
        }
    }

    private static String name(Timeline timeline) {
        return timeline.name().toLowerCase(Locale.ROOT);
    }

    private static boolean isTrue(Connection connection, String query, String parameter)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
