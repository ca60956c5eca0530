package io.kindred.flink.config;

import java.io.Serializable;

/**
 * How much of the shards' state is held at hand.
 *
 * @param bytes what the entries held may take on the heap of each slot, by estimate; from 0, which
 *     is no cache, to {@link #MAX_BYTES}
 */
public record CacheConfig(long bytes) implements Serializable {

    /** Where the job file names none. */
    public static final CacheConfig DEFAULT = new CacheConfig(32L << 20);

    /** More is better left to the state backend. */
    public static final long MAX_BYTES = 16L << 30;
}
