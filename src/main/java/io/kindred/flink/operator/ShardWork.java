package io.kindred.flink.operator;

import io.kindred.resolve.ShardEngine;
import io.kindred.resolve.emit.ShardOutput;

import java.util.function.BiConsumer;

/** Work on the shards of a subtask that is done in slices, between the batches of records. */
interface ShardWork {

    /** The shards of the subtask, one after another; each is the current key meanwhile. */
    interface Shards {

        void forEach(BiConsumer<ShardEngine, ShardOutput> action);
    }

    /**
     * The batch that was flushed since the slice before.
     *
     * @param records the number of its records
     * @param nanos how long its flush took, in nanoseconds
     */
    record FlushedBatch(int records, long nanos) {

        /** No batch, while no records come. */
        static final FlushedBatch NONE = new FlushedBatch(0, 0);
    }

    /** Whether there is something to do. */
    boolean isPending();

    /** Does a part of the work; there is something to do, and no shard has buffered records. */
    void slice(FlushedBatch batch);
}
