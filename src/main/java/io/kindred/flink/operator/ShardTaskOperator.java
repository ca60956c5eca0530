package io.kindred.flink.operator;

import io.kindred.flink.internal.MapStateTermScan;
import io.kindred.flink.internal.OneInputOperator;
import io.kindred.offline.OfflineShard;
import io.kindred.offline.OfflineShard.Place;
import io.kindred.offline.ShardTask;
import io.kindred.storage.ShardTables;
import io.kindred.storage.shard.ShardMeta;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.OutputTag;

/**
 * Runs a task on each shard whose number it receives, and emits the {@linkplain RowPieces pieces}
 * of the task's rows. State: that of the {@link ShardOperator} with the same uid. No checkpoint of
 * it is ever taken here.
 */
public final class ShardTaskOperator extends OneInputOperator<Integer, byte[]> {

    /** Side output: the declaration that the first shard stores. */
    public static final OutputTag<String> DECLARATION =
            new OutputTag<>("declaration", Types.STRING);

    private static final long serialVersionUID = 1L;

    private final ShardTask task;
    private final Place place;
    private final ShardKeys keys;
    private final int firstSubtask;

    private transient ShardTables tables;
    private transient MapStateTermScan terms;

    /**
     * Creates an operator that runs a task.
     *
     * @param firstSubtask the number of the first subtask, distinct over all operators that emit
     *     rows
     */
    public ShardTaskOperator(ShardTask task, Place place, ShardKeys keys, int firstSubtask) {
        this.task = task;
        this.place = place;
        this.keys = keys;
        this.firstSubtask = firstSubtask;
    }

    @Override
    public void open() throws Exception {
        super.open();
        tables = states().shardTables();
        terms = states().termScan(keys.count());
    }

    @Override
    public void close() throws Exception {
        if (terms != null) {
            terms.close();
        }
        super.close();
    }

    @Override
    protected void accept(Integer number) {
        int subtask = firstSubtask + subtask();
        OfflineShard shard =
                new OfflineShard(place, number, keys.count(), tables, terms, this::empty);
        task.run(shard, row -> RowPieces.cut(subtask, row, this::emit));
        if (place != Place.RECONCILE && number == 0) {
            ShardMeta.declaration(tables).ifPresent(text -> emit(DECLARATION, text));
        }
    }

    private ShardTables empty() {
        try {
            return states().shardTables("offline-");
        } catch (Exception e) {
            throw new IllegalStateException("cannot create the tables of the task", e);
        }
    }
}
