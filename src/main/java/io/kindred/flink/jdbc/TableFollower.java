package io.kindred.flink.jdbc;

import io.kindred.flink.config.PostgresConfig;
import io.kindred.table.OutputTables;
import io.kindred.table.postgres.PostgresLayout;
import io.kindred.table.postgres.PostgresLayout.UnusableTableException;
import io.kindred.table.postgres.PostgresTable;
import io.kindred.table.postgres.RowSelect;
import io.kindred.temporal.Timeline;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the rows of a table that were written since it looked last, outside of a job. Not
 * thread-safe.
 *
 * <p>Transactions do not become visible in the order of their numbers, and even less in that of
 * {@code written_at}. So a position is a snapshot: what PostgreSQL shows at a moment, namely the
 * transactions that had ended then. A look reads, in one transaction, all rows whose transaction
 * the last snapshot does not show. Each is read once, as it is at that moment. An index finds them;
 * the cost is that of the rows that are new, and of those written since the oldest transaction
 * began that is still open.
 */
public final class TableFollower implements AutoCloseable {

    private static final int MOST_ROWS = 2_000;
    private static final int MOST_BYTES = 4 << 20;

    /** How many rows the driver has in memory, which may be long. */
    private static final int FETCHED = 50;

    private static final String NOW =
            "SELECT pg_relation_filenode(?::regclass), txid_current_snapshot()::text,"
                    + " coalesce(txid_snapshot_xmax(txid_current_snapshot())"
                    + " < txid_snapshot_xmax(?::txid_snapshot), false), pg_is_in_recovery()";

    private final PostgresTable table;
    private final RowSelect select;
    private final Database database;
    private Optional<Position> position;
    private @Nullable Look look;

    private TableFollower(PostgresTable table, Database database, Optional<Position> position) {
        this.table = table;
        this.select = new RowSelect(table);
        this.database = database;
        this.position = position;
    }

    /**
     * Up to where a table was read.
     *
     * @param run that the table belonged to; empty if it had no rows
     * @param file the number of the file that had the rows: another one after the table was emptied
     * @param snapshot what PostgreSQL showed, in its own notation; empty before all was read
     */
    public record Position(String run, String file, String snapshot) {

        /** Reads what {@link #text} has written. */
        public static Position parse(String text) {
            String[] parts = text.split("/", -1);
            return new Position(parts[0], parts[1], parts[2]);
        }

        /** As one text, without line breaks. */
        public String text() {
            return String.join("/", run, file, snapshot);
        }

        private boolean isOfAnotherTable(Position before) {
            return !before.file.equals(file) || !before.run.isEmpty() && !before.run.equals(run);
        }
    }

    /**
     * A row of the table as the output has it elsewhere.
     *
     * @param id the column {@code row_id}: a digest of the output key
     * @param json one object in UTF-8
     * @param writtenAt epoch ms
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Row(String id, byte[] json, long writtenAt) {}

    /**
     * As many rows as are read at a time.
     *
     * @param position where to go on after them; empty if all must be read again
     * @param isLast whether these are the last ones that were there
     * @param lookedAt when it looked
     * @param isAnew whether what was read is no more what is there, and all must be read again;
     *     there are no rows then
     */
    public record Batch(
            List<Row> rows,
            Optional<Position> position,
            boolean isLast,
            Instant lookedAt,
            boolean isAnew) {}

    /** Rows that are being read, and where to go on afterwards. */
    private record Look(ResultSet rows, Position position, Instant at) {}

    /**
     * A reader that connects when it reads.
     *
     * @param output its name
     * @param tableName in the schema of the connection
     * @param position where to go on; empty to read all
     */
    public static TableFollower of(
            PostgresConfig config,
            String output,
            String tableName,
            Timeline timeline,
            Optional<Position> position) {
        PostgresTable table =
                new PostgresTable(OutputTables.named(output), timeline, config.schema(), tableName);
        return new TableFollower(table, new Database(config.withoutRetries(), () -> {}), position);
    }

    /** The table, as people know it. */
    public String name() {
        return table.qualified();
    }

    /** Begins again with all rows. */
    public void restart() {
        close();
        position = Optional.empty();
    }

    /**
     * Reads rows; none if there are no new ones.
     *
     * @throws IOException if the server cannot be reached, or the table be read; then it goes on
     *     from the last position. The message says what to do
     */
    public Batch read() throws IOException {
        try {
            if (look == null) {
                database.run(connection -> look = look(connection).orElse(null));
            }
            return look == null
                    ? new Batch(List.of(), Optional.empty(), false, Instant.now(), true)
                    : rows(look);
        } catch (SQLException failure) {
            close();
            throw new IOException(
                    "the table "
                            + name()
                            + " cannot be read: "
                            + String.valueOf(failure.getMessage()).lines().findFirst().orElse(""),
                    failure);
        } catch (UnusableTableException | ConfigException unusable) {
            close();
            throw new IOException(unusable.getMessage(), unusable);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped");
        }
    }

    /**
     * Opens a transaction, which shows what was committed at its first statement. Empty if what was
     * read is no more what is there.
     */
    private Optional<Look> look(Connection connection) throws SQLException, UnusableTableException {
        connection.setAutoCommit(true);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        Instant now = Instant.now();
        String run = new PostgresLayout().run(connection, table);
        Optional<String> last =
                position.map(Position::snapshot).filter(snapshot -> !snapshot.isEmpty());
        Optional<Position> next = now(connection, run, last);
        if (next.isEmpty() || position.filter(next.get()::isOfAnotherTable).isPresent()) {
            connection.rollback();
            return Optional.empty();
        }
        if (last.isPresent()) {
            useIndex(connection);
        }
        PreparedStatement statement =
                connection.prepareStatement(
                        select.query(last.isPresent() ? RowSelect.isUnseen() : ""));
        if (last.isPresent()) {
            statement.setString(1, last.get());
            statement.setString(2, last.get());
        }
        statement.setFetchSize(FETCHED);
        statement.closeOnCompletion();
        return Optional.of(new Look(statement.executeQuery(), next.get(), now));
    }

    /** Whatever the planner believes of a table that was filled a moment ago. */
    private static void useIndex(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL enable_seqscan = off");
        }
    }

    /**
     * What is there now; empty if PostgreSQL has seen fewer transactions than at the last snapshot,
     * as when the database was restored from a copy.
     */
    private Optional<Position> now(Connection connection, String run, Optional<String> last)
            throws SQLException, UnusableTableException {
        try (PreparedStatement query = connection.prepareStatement(NOW)) {
            query.setString(1, table.qualified());
            query.setString(2, last.orElse(null));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                if (row.getBoolean(4)) {
                    throw new UnusableTableException(
                            "the table "
                                    + name()
                                    + " is on a standby server, which does not say which"
                                    + " transactions are open; name the primary server");
                }
                return row.getBoolean(3)
                        ? Optional.empty()
                        : Optional.of(new Position(run, row.getString(1), row.getString(2)));
            }
        }
    }

    private Batch rows(Look open) throws SQLException {
        List<Row> rows = new ArrayList<>();
        int bytes = 0;
        while (rows.size() < MOST_ROWS && bytes < MOST_BYTES) {
            if (!open.rows().next()) {
                open.rows().getStatement().getConnection().commit();
                open.rows().close();
                look = null;
                position = Optional.of(open.position());
                return new Batch(rows, position, true, open.at(), false);
            }
            Row row =
                    new Row(
                            select.rowId(open.rows()),
                            select.json(open.rows()),
                            select.writtenAt(open.rows()));
            rows.add(row);
            bytes += row.json().length;
        }
        if (position.isEmpty()) {
            position = Optional.of(new Position(open.position().run(), open.position().file(), ""));
        }
        return new Batch(rows, position, false, open.at(), false);
    }

    @Override
    public void close() {
        look = null;
        database.close();
    }
}
