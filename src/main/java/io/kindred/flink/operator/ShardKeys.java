package io.kindred.flink.operator;

import io.kindred.flink.internal.KeyGroups;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The Flink key of every shard, chosen so that each shard has a key group of its own: shard n is in
 * key group n. With as many key groups as shards, every parallelism spreads the shards as evenly as
 * can be.
 */
public final class ShardKeys implements Serializable {

    private static final long serialVersionUID = 1L;

    private final int[] keys;

    /**
     * The keys of so many shards; the operator's maximum parallelism must be the same number.
     *
     * @param shards from 1 to 32768
     */
    public ShardKeys(int shards) {
        keys = new int[shards];
        Arrays.fill(keys, -1);
        int left = shards;
        for (int candidate = 0; left > 0; candidate++) {
            int group = KeyGroups.of(candidate, shards);
            if (keys[group] < 0) {
                keys[group] = candidate;
                left--;
            }
        }
    }

    /** How many shards there are. */
    int count() {
        return keys.length;
    }

    /** The key of a shard. */
    public int key(int shard) {
        return keys[shard];
    }

    /**
     * The shard that has the key.
     *
     * @throws IllegalArgumentException if none has
     */
    int shard(int key) {
        int shard = KeyGroups.of(key, keys.length);
        if (keys[shard] != key) {
            throw new IllegalArgumentException("no shard has the key " + key);
        }
        return shard;
    }
}
