package io.kindred.flink.operator;

import io.kindred.flink.internal.OneInputOperator;
import io.kindred.model.Conflict;
import io.kindred.model.OutputUpdate;
import io.kindred.offline.ClaimsTask;
import io.kindred.offline.Declaration;
import io.kindred.resolve.shards.UniqueClaims;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ClaimTables;
import org.apache.flink.api.java.tuple.Tuple2;

/**
 * Runs a task on each breach of a {@code unique} constraint, once it is told by what declaration,
 * and tells the {@linkplain RowPieces pieces} of the task's rows. State: that of a {@link
 * UniquenessOperator} of the same uid, of which no checkpoint is ever taken here.
 */
public final class BreachesOperator extends OneInputOperator<Tuple2<ByteKey, String>, byte[]> {

    private static final long serialVersionUID = 1L;

    private final ClaimsTask task;
    private final int firstSubtask;

    private transient ClaimTables tables;
    private transient boolean isDone;

    /**
     * With what to do.
     *
     * @param firstSubtask the number of the first subtask; those of all operators that tell rows
     *     differ
     */
    public BreachesOperator(ClaimsTask task, int firstSubtask) {
        this.task = task;
        this.firstSubtask = firstSubtask;
    }

    @Override
    public void open() throws Exception {
        super.open();
        tables = UniquenessOperator.tables(states());
    }

    @Override
    protected void accept(Tuple2<ByteKey, String> listener) throws Exception {
        if (isDone) {
            return;
        }
        isDone = true;
        Declaration declaration = Declaration.read(listener.f1);
        UniqueClaims claims =
                UniqueClaims.atRest(declaration.ontology(), declaration.timeline(), tables);
        states().forEachKey(
                        UniquenessOperator.CLAIMED_VALUES,
                        key -> {
                            for (OutputUpdate.ConflictOpen breach : claims.breaches()) {
                                task.run(
                                        declaration,
                                        breach.conflictId(),
                                        (Conflict.Uniqueness) breach.conflict(),
                                        this::send);
                            }
                        });
    }

    private void send(byte[] row) {
        int subtask = firstSubtask + subtask();
        RowPieces.cut(subtask, row, this::emit);
    }
}
