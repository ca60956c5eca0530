package io.kindred.offline;

import java.io.Serializable;
import java.util.function.Consumer;

/** What a tool does with every shard of a state; sent to where the shards are. */
public interface ShardTask extends Serializable {

    /**
     * Works on one shard, which costs no more memory than the tool says.
     *
     * @param rows told what is found, one by one; they are sent on as they come
     */
    void run(OfflineShard shard, Consumer<byte[]> rows);
}
