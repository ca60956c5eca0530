package io.kindred.flink.config;

import java.io.Serializable;

/**
 * The sizes of the caches of a subtask.
 *
 * @param bytes estimated heap of the read and write-back cache in front of RocksDB; from 0, which
 *     disables the cache, to {@link #MAX_BYTES}
 * @param comparedRecords how many records are kept for comparisons with others; from 2 to {@link
 *     #MAX_COMPARED_RECORDS}
 * @param scores how many scores of pairs are kept, {@value #SCORE_BYTES} bytes each; a power of two
 *     from 1 to {@link #MAX_SCORES}
 */
public record CacheConfig(long bytes, int comparedRecords, int scores) implements Serializable {

    /** 32 MiB, 16,384 records and 1,048,576 scores. */
    public static final CacheConfig DEFAULT = new CacheConfig(32L << 20);

    /** 16 GiB: beyond this, memory is better given to the state backend. */
    public static final long MAX_BYTES = 16L << 30;

    /** Some gigabytes of heap. */
    public static final int MAX_COMPARED_RECORDS = 1 << 20;

    /** 1.5 GiB: the scores are in one array. */
    public static final int MAX_SCORES = 1 << 26;

    private static final int SCORE_BYTES = 24;
    private static final int USUAL_RECORDS = 1 << 14;
    private static final int USUAL_SCORES = 1 << 20;

    /** With the usual number of records and scores. */
    public CacheConfig(long bytes) {
        this(bytes, USUAL_RECORDS, USUAL_SCORES);
    }
}
