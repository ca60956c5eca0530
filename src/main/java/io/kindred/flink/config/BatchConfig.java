package io.kindred.flink.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * How many records, for how long and of how many bytes, are gathered before they are resolved and
 * what changed is emitted; the first bound that is met ends the batch.
 *
 * @param records from 1 to {@link #MAX_RECORDS}
 * @param interval from 1 ms to {@link #MAX_INTERVAL}
 * @param bytes what the records may take on the heap by estimate; from 1 to {@link #MAX_BYTES}
 */
public record BatchConfig(int records, Duration interval, long bytes) implements Serializable {

    /** Where the job file names no bound of bytes. */
    public static final long DEFAULT_BYTES = 16L << 20;

    /** Where the job file names none. */
    public static final BatchConfig DEFAULT = new BatchConfig(5000, Duration.ofMillis(200));

    /** More would not fit in memory. */
    public static final int MAX_RECORDS = 1_000_000;

    /** More would hold up checkpoints' results for no gain. */
    public static final Duration MAX_INTERVAL = Duration.ofMinutes(1);

    /** More would not fit in memory. */
    public static final long MAX_BYTES = 1L << 30;

    /** With the usual bound of bytes. */
    public BatchConfig(int records, Duration interval) {
        this(records, interval, DEFAULT_BYTES);
    }
}
