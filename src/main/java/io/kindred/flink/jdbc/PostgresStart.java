package io.kindred.flink.jdbc;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.table.OutputTables;
import io.kindred.table.postgres.PostgresLayout;
import io.kindred.table.postgres.PostgresLayout.UnusableTableException;
import io.kindred.table.postgres.PostgresTable;
import org.apache.kafka.common.config.ConfigException;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;

/** Prepares the tables of PostgreSQL before a job starts. */
public final class PostgresStart {

    private static final String CONNECTION = "08";

    /** The server may let in other machines. */
    private static final String NOT_FROM_HERE = "28000";

    private PostgresStart() {}

    /**
     * Makes or migrates the tables of a job that runs in this process.
     *
     * @throws InvalidConfigException naming the sink whose server cannot be reached, or whose table
     *     cannot be made or written
     */
    public static void prepare(JobConfig config) throws InterruptedException {
        for (Map.Entry<Output, SinkConfig> sink : config.sinks().byOutput().entrySet()) {
            if (sink.getValue() instanceof SinkConfig.Jdbc jdbc) {
                run(config, sink.getKey(), jdbc, false, PostgresLayout::prepare);
            }
        }
    }

    /**
     * Makes or migrates the tables of a job that runs elsewhere. A server that cannot be reached
     * from here, or whose password is not here, is not checked.
     *
     * @throws InvalidConfigException naming the sink whose table cannot be made or written
     */
    public static void prepareIfReachable(JobConfig config) throws InterruptedException {
        for (Map.Entry<Output, SinkConfig> sink : config.sinks().byOutput().entrySet()) {
            if (sink.getValue() instanceof SinkConfig.Jdbc jdbc) {
                run(config, sink.getKey(), jdbc, true, PostgresLayout::prepare);
            }
        }
    }

    /**
     * Makes or migrates a table, and then empties it or checks that it is empty.
     *
     * @param overwrite whether to empty it. Without it, a table that cannot be reached from here is
     *     left to the job, which makes the same check
     * @throws InvalidConfigException if it has rows, or cannot be made or emptied
     */
    public static void emptyOrCheck(
            JobConfig config, Output output, SinkConfig.Jdbc sink, boolean overwrite) {
        try {
            run(
                    config,
                    output,
                    sink,
                    !overwrite,
                    (layout, connection, table) -> {
                        layout.prepare(connection, table);
                        if (overwrite) {
                            layout.empty(connection, table);
                        } else {
                            layout.checkEmpty(connection, table);
                        }
                    });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a table was looked at", e);
        }
    }

    private interface Work {
        void run(PostgresLayout layout, Connection connection, PostgresTable table)
                throws SQLException, UnusableTableException;
    }

    private static void run(
            JobConfig config,
            Output output,
            SinkConfig.Jdbc sink,
            boolean onlyIfReachable,
            Work work)
            throws InterruptedException {
        String name = output.name().toLowerCase(Locale.ROOT);
        String place = "sinks." + name;
        PostgresTable table =
                new PostgresTable(
                        OutputTables.named(name),
                        config.timeline(),
                        sink.connection().schema(),
                        sink.table());
        try (Database database = new Database(sink.connection().withoutRetries(), () -> {})) {
            database.run(connection -> work.run(new PostgresLayout(), connection, table));
        } catch (UnusableTableException e) {
            throw new InvalidConfigException(config.file(), place, String.valueOf(e.getMessage()));
        } catch (ConfigException e) {
            if (!onlyIfReachable) {
                throw new InvalidConfigException(
                        config.file(), place + ".password", String.valueOf(e.getMessage()));
            }
        } catch (SQLException e) {
            if (!onlyIfReachable || !isUnreachable(e)) {
                throw new InvalidConfigException(
                        config.file(), place, problem(sink, e, table.qualified()));
            }
        }
    }

    private static boolean isUnreachable(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith(CONNECTION) || state.equals(NOT_FROM_HERE);
    }

    private static String problem(SinkConfig.Jdbc sink, SQLException e, String table) {
        return isUnreachable(e)
                ? "cannot reach "
                        + sink.connection().url()
                        + ": "
                        + String.valueOf(e.getMessage()).replaceAll("\\.$", "")
                        + "; start the server, or correct url"
                : "cannot prepare the table "
                        + table
                        + " as "
                        + sink.connection().username()
                        + ": "
                        + e.getMessage();
    }
}
