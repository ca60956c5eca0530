package io.kindred.flink.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * The size of a micro-batch, which is resolved and emitted as a whole. The first bound that is
 * reached ends the batch.
 *
 * @param records from 1 to {@link #MAX_RECORDS}
 * @param interval from 1 ms to {@link #MAX_INTERVAL}
 * @param bytes estimated heap for the records; from 1 to {@link #MAX_BYTES}
 */
public record BatchConfig(int records, Duration interval, long bytes) implements Serializable {

    /** 16 MiB. */
    public static final long DEFAULT_BYTES = 16L << 20;

    public static final BatchConfig DEFAULT = new BatchConfig(5000, Duration.ofMillis(200));

    public static final int MAX_RECORDS = 1_000_000;

    /** A longer interval adds latency without more throughput. */
    public static final Duration MAX_INTERVAL = Duration.ofMinutes(1);

    public static final long MAX_BYTES = 1L << 30;

    public BatchConfig(int records, Duration interval) {
        this(records, interval, DEFAULT_BYTES);
    }
}
