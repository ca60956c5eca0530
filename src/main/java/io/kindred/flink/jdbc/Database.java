package io.kindred.flink.jdbc;

import io.kindred.flink.config.PostgresConfig;
import io.kindred.flink.secret.Secrets;
import io.kindred.table.postgres.PostgresLayout.UnusableTableException;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A connection to PostgreSQL, opened when it is needed and again when it breaks. Work that fails
 * for a transient reason is retried, with growing pauses, until the retry timeout.
 */
final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final String CONNECT_TIMEOUT_SECONDS = "10";

    /** Without an answer for so long, the connection counts as broken. */
    private static final String SOCKET_TIMEOUT_SECONDS = "120";

    /** The first two characters of the states of broken connections. */
    private static final String CONNECTION = "08";

    /**
     * Serialization failure, deadlock, too many connections, lock not available, read only (of a
     * server that another one takes over from), and shutdown, crash and start of the server.
     */
    private static final Set<String> TRANSIENT_STATES =
            Set.of("40001", "40P01", "53300", "55P03", "25006", "57P01", "57P02", "57P03");

    static {
        deregister();
    }

    private final PostgresConfig config;
    private final Runnable onRetry;
    private @Nullable Connection connection;

    /**
     * Opens nothing yet.
     *
     * @param onRetry called before work is tried again
     */
    Database(PostgresConfig config, Runnable onRetry) {
        this.config = config;
        this.onRetry = onRetry;
    }

    /** Work in transactions of its own; may be done again after it has failed or succeeded. */
    @FunctionalInterface
    interface Work {
        void in(Connection connection) throws SQLException, UnusableTableException;
    }

    /** Java would keep the driver, and with it all classes of the job, when the job is gone. */
    private static void deregister() {
        try {
            if (Driver.isRegistered()) {
                Driver.deregister();
            }
        } catch (SQLException e) {
            LOG.debug("cannot deregister the driver", e);
        }
    }

    /**
     * Does work, and does it again while it fails for transient reasons.
     *
     * @throws SQLException if it fails for another reason, or for longer than the retry timeout
     */
    void run(Work work) throws SQLException, UnusableTableException, InterruptedException {
        long start = System.nanoTime();
        long pause = FIRST_PAUSE.toMillis();
        while (true) {
            try {
                work.in(connected());
                return;
            } catch (SQLException e) {
                close();
                long left =
                        config.retryTimeout().toMillis()
                                - Duration.ofNanos(System.nanoTime() - start).toMillis();
                if (left <= 0 || !isTransient(e)) {
                    throw e;
                }
                LOG.warn(
                        "PostgreSQL cannot take rows for now ({}: {}), trying again",
                        e.getSQLState(),
                        e.getMessage());
                onRetry.run();
                TimeUnit.MILLISECONDS.sleep(Math.min(pause, left));
                pause = Math.min(2 * pause, LONGEST_PAUSE.toMillis());
            }
        }
    }

    /** Whether the same work may succeed a moment later. */
    static boolean isTransient(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith(CONNECTION) || TRANSIENT_STATES.contains(state));
    }

    private Connection connected() throws SQLException {
        Connection open = connection;
        if (open == null || open.isClosed()) {
            open = new Driver().connect(config.url(), properties());
            if (open == null) {
                throw new SQLException("not an address of PostgreSQL: " + config.url());
            }
            connection = open;
        }
        return open;
    }

    private Properties properties() {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, config.username());
        PGProperty.PASSWORD.set(properties, Secrets.resolve(config.password()));
        PGProperty.APPLICATION_NAME.set(properties, "kindred");
        PGProperty.REWRITE_BATCHED_INSERTS.set(properties, true);
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_TIMEOUT_SECONDS);
        PGProperty.SOCKET_TIMEOUT.set(properties, SOCKET_TIMEOUT_SECONDS);
        // Rows would be in messages.
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        return properties;
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("cannot close a connection", e);
            }
        }
    }
}
