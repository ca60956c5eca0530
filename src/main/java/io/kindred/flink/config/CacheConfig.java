package io.kindred.flink.config;

import java.io.Serializable;

/**
 * The size of the read and write-back cache in front of RocksDB.
 *
 * @param bytes estimated heap for each subtask; from 0, which disables the cache, to {@link
 *     #MAX_BYTES}
 */
public record CacheConfig(long bytes) implements Serializable {

    /** 32 MiB. */
    public static final CacheConfig DEFAULT = new CacheConfig(32L << 20);

    /** 16 GiB: beyond this, memory is better given to the state backend. */
    public static final long MAX_BYTES = 16L << 30;
}
