package io.kindred.flink.jdbc;

import io.kindred.flink.config.PostgresConfig;
import io.kindred.flink.internal.NoRestart;
import io.kindred.flink.internal.OneInputOperator;
import io.kindred.flink.operator.OutputRow;
import io.kindred.table.OutputTables;
import io.kindred.table.postgres.PostgresLayout;
import io.kindred.table.postgres.PostgresLayout.UnusableTableException;
import io.kindred.table.postgres.PostgresTable;
import io.kindred.table.postgres.RowUpserts;
import io.kindred.table.postgres.StampedRow;
import io.kindred.temporal.Timeline;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;

import java.util.Iterator;
import java.util.List;

/**
 * Writes the rows of an output into a table of PostgreSQL, none before a checkpoint holds it.
 *
 * <p>After a failure the job goes back to its last checkpoint, and the same input may fall into
 * other batches. So a key may get other rows than before, with other revisions. A row of the
 * abandoned attempt that had reached the table could have a greater revision than all later ones,
 * and would stay for ever. So rows wait in state, each with its <em>epoch</em>: the number of the
 * last checkpoint before it came.
 *
 * <ul>
 *   <li>Checkpoint <i>n</i> holds exactly the rows of epochs less than <i>n</i>. When it is
 *       complete, the job never goes back to before it, so these rows are final: they are written,
 *       and removed from state.
 *   <li>A row that comes between the barrier of checkpoint <i>n</i> and its completion has epoch
 *       <i>n</i>. It is an entry of its own beside an earlier row of its key, and is written with
 *       the next checkpoint. If the job fails before that, it is in no state and in no table.
 *   <li>All rows of a restored state are in a completed checkpoint: they are written when the
 *       operator opens. Some may be in the table already, because they are removed from state only
 *       by the next checkpoint. Upserts make no difference then.
 *   <li>If a checkpoint fails, or its completion is not notified, its rows are written after the
 *       next one.
 *   <li>When the input ends, the tasks wait for a last checkpoint, which has the last rows.
 * </ul>
 *
 * <p>Writing blocks the task: a server that is slower than the job causes backpressure. The server
 * sees the rows of a checkpoint within several transactions.
 *
 * <p>Keyed by output key. State: that of {@link PendingRows}; and as operator state {@code
 * table-run}, the run that the table belongs to, and {@code written-at}, the last time of a row.
 * Each subtask goes on from the greatest time of all, so that of the rows of a key the later never
 * has the lesser time, whatever the clocks of the machines say.
 */
public final class PostgresSinkOperator extends OneInputOperator<OutputRow, Void> {

    static final String PENDING = "pending-rows";

    private static final long serialVersionUID = 1L;

    private final PostgresConfig config;
    private final String output;
    private final String tableName;
    private final Timeline timeline;
    private final String newRun;

    private transient ListState<String> runState;
    private transient ListState<Long> timeState;
    private transient String run;
    private transient long writtenAt;
    private transient long epoch;
    private transient Database database;
    private transient RowUpserts upserts;
    private transient PendingRows pending;
    private transient Counter written;
    private transient Counter batches;

    /**
     * Creates a sink that connects when it opens.
     *
     * @param output the name of the output
     * @param tableName in the schema of the connection
     * @param newRun identifies this run, unless it is restored
     */
    public PostgresSinkOperator(
            PostgresConfig config,
            String output,
            String tableName,
            Timeline timeline,
            String newRun) {
        this.config = config;
        this.output = output;
        this.tableName = tableName;
        this.timeline = timeline;
        this.newRun = newRun;
    }

    @Override
    protected void restore(OperatorStateStore store) throws Exception {
        runState = store.getUnionListState(new ListStateDescriptor<>("table-run", Types.STRING));
        Iterator<String> restored = runState.get().iterator();
        run = restored.hasNext() ? restored.next() : newRun;
        timeState = store.getUnionListState(new ListStateDescriptor<>("written-at", Types.LONG));
        for (long time : timeState.get()) {
            writtenAt = Math.max(writtenAt, time);
        }
    }

    @Override
    protected void snapshot(long checkpoint) throws Exception {
        epoch = checkpoint;
        runState.update(List.of(run));
        timeState.update(List.of(writtenAt));
    }

    @Override
    public void open() throws Exception {
        super.open();
        Counter retries = getMetricGroup().counter("postgresql-retries");
        Counter replaced = getMetricGroup().counter("postgresql-texts-changed");
        written = getMetricGroup().counter("postgresql-rows");
        batches = getMetricGroup().counter("postgresql-batches");
        PostgresTable table =
                new PostgresTable(OutputTables.named(output), timeline, config.schema(), tableName);
        database = new Database(config, retries::inc);
        upserts = new RowUpserts(table, replaced::inc);
        pending =
                new PendingRows(
                        states(),
                        states().table(PENDING),
                        getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks(),
                        config.batchRecords());
        prepare(table);
        pending.write(Long.MAX_VALUE, this::write);
    }

    private void prepare(PostgresTable table) throws Exception {
        PostgresLayout layout = new PostgresLayout();
        try {
            database.run(
                    connection -> {
                        layout.prepare(connection, table);
                        layout.claim(connection, table, run);
                    });
        } catch (UnusableTableException e) {
            throw NoRestart.because(e);
        }
    }

    @Override
    protected void accept(OutputRow row) {
        writtenAt = Math.max(writtenAt, now());
        pending.add(epoch, row, writtenAt);
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) throws Exception {
        super.notifyCheckpointComplete(checkpoint);
        pending.write(checkpoint, this::write);
    }

    private void write(List<StampedRow> rows) throws Exception {
        database.run(
                connection -> {
                    connection.setAutoCommit(false);
                    upserts.write(connection, rows);
                    connection.commit();
                });
        written.inc(rows.size());
        batches.inc();
    }

    @Override
    public void close() throws Exception {
        if (database != null) {
            database.close();
        }
        super.close();
    }
}
