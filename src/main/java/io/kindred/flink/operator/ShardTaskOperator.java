package io.kindred.flink.operator;

import io.kindred.flink.state.MapStateShardTables;
import io.kindred.flink.state.MapStateTermScan;
import io.kindred.offline.OfflineShard;
import io.kindred.offline.OfflineShard.Place;
import io.kindred.offline.ShardTask;
import io.kindred.storage.ShardTables;
import io.kindred.storage.shard.ShardMeta;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Runs a task on each shard that it is told of, by its number, and tells the {@linkplain RowPieces
 * pieces} of the task's rows. State: that of a {@link ShardOperator} of the same uid, of which no
 * checkpoint is ever taken here.
 */
public final class ShardTaskOperator extends AbstractStreamOperator<byte[]>
        implements OneInputStreamOperator<Integer, byte[]> {

    /** Carries the declaration of the first shard, as it is kept. */
    public static final OutputTag<String> DECLARATION =
            new OutputTag<>("declaration", Types.STRING);

    private static final long serialVersionUID = 1L;

    private final ShardTask task;
    private final Place place;
    private final ShardKeys keys;
    private final int firstSubtask;

    private transient MapStateShardTables tables;
    private transient MapStateTermScan terms;

    /**
     * With what to do where.
     *
     * @param firstSubtask the number of the first subtask; those of all such operators differ
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
        tables = new MapStateShardTables(getKeyedStateBackend());
        terms = new MapStateTermScan(getKeyedStateBackend(), keys.count());
    }

    @Override
    public void close() throws Exception {
        if (terms != null) {
            terms.close();
        }
        super.close();
    }

    @Override
    public void processElement(StreamRecord<Integer> element) {
        int subtask = firstSubtask + getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        OfflineShard shard =
                new OfflineShard(
                        place, element.getValue(), keys.count(), tables, terms, this::empty);
        task.run(
                shard,
                row ->
                        RowPieces.cut(
                                subtask, row, piece -> output.collect(new StreamRecord<>(piece))));
        if (place != Place.RECONCILE && element.getValue() == 0) {
            ShardMeta.declaration(tables)
                    .ifPresent(text -> output.collect(DECLARATION, new StreamRecord<>(text)));
        }
    }

    private ShardTables empty() {
        try {
            return new MapStateShardTables(getKeyedStateBackend(), "offline-");
        } catch (Exception e) {
            throw new IllegalStateException("cannot make tables to work in", e);
        }
    }
}
