package io.kindred.offline;

import io.kindred.model.OutputKey;
import io.kindred.storage.ByteKey;

import java.io.Serializable;

/**
 * What a tool tells of every shard to be held against what others have of the same: the registry of
 * records, the directory of key values, the watch of values that are to be unique, and whoever
 * publishes of what was emitted. Of an only shard, only what was emitted is wanted.
 */
public interface FactTask extends Serializable {

    /** Tells the facts of one shard; see {@link ShardTask#run}. */
    void tell(OfflineShard shard, Facts facts);

    /** Takes facts. */
    interface Facts {

        /** What a shard has of a record, by its identity in one string. */
        void record(String identity, byte[] fact);

        /** What a shard has of key values, by their signature. */
        void key(ByteKey signature, byte[] fact);

        /** What a shard claims of a value that is to be unique, by its signature. */
        void claim(ByteKey signature, byte[] fact);

        /** What a shard last emitted, by what it is about. */
        void emitted(OutputKey key, byte[] fact);
    }
}
