package io.kindred.offline;

import java.util.function.Consumer;

/** A task of a tool on every shard of a state. */
public interface ShardTask extends OfflineTask {

    /**
     * Runs the task on one shard. Its memory must not grow with the shard unless the task documents
     * it.
     *
     * @param rows called with each row that the task emits
     */
    void run(OfflineShard shard, Consumer<byte[]> rows);
}
