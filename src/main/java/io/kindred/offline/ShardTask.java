package io.kindred.offline;

import java.io.Serializable;
import java.util.function.Consumer;

/** A task of a tool on every shard of a state; serialized and sent to the shards. */
public interface ShardTask extends Serializable {

    /**
     * Runs the task on one shard. Its memory must not grow with the shard unless the task documents
     * it.
     *
     * @param rows called with each row that the task emits
     */
    void run(OfflineShard shard, Consumer<byte[]> rows);

    /** Whether it reads shards at all, rather than only {@linkplain KeyTask other operators}. */
    default boolean readsShards() {
        return true;
    }
}
