package io.kindred.offline;

import io.kindred.storage.ByteKey;

import java.io.Serializable;

/**
 * What a tool tells of every shard to be held against what registry and directory have of the same
 * records and key values.
 */
public interface FactTask extends Serializable {

    /** Tells the facts of one shard; see {@link ShardTask#run}. */
    void tell(RestedShard shard, Facts facts);

    /** Takes facts. */
    interface Facts {

        /** What a shard has of a record, by its identity in one string. */
        void record(String identity, byte[] fact);

        /** What a shard has of key values, by their signature. */
        void key(ByteKey signature, byte[] fact);
    }
}
