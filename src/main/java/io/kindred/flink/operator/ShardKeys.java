package io.kindred.flink.operator;

import io.kindred.flink.internal.KeyGroups;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The Flink key of every shard, chosen so that shard n is alone in key group n. With as many key
 * groups as shards, the shards are spread as evenly as possible at every parallelism.
 */
public final class ShardKeys implements Serializable {

    private static final long serialVersionUID = 1L;

    private final int[] keys;

    /**
     * Finds the keys by trying integers from 0.
     *
     * @param shards the number of shards, from 1 to 32768; also the operator's maximum parallelism
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

    int count() {
        return keys.length;
    }

    public int key(int shard) {
        return keys[shard];
    }

    /**
     * The shard of a key.
     *
     * @throws IllegalArgumentException if no shard has the key
     */
    int shard(int key) {
        int shard = KeyGroups.of(key, keys.length);
        if (keys[shard] != key) {
            throw new IllegalArgumentException("no shard has the key " + key);
        }
        return shard;
    }
}
