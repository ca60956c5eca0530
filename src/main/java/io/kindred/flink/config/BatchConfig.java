package io.kindred.flink.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * How many records and how long a shard gathers before it resolves and states what changed; the
 * first bound that is met ends the batch.
 *
 * @param records from 1 to {@link #MAX_RECORDS}
 * @param interval from 1 ms to {@link #MAX_INTERVAL}
 */
public record BatchConfig(int records, Duration interval) implements Serializable {

    /** Where the job file names none. */
    public static final BatchConfig DEFAULT = new BatchConfig(1000, Duration.ofMillis(200));

    /** More would not fit in memory. */
    public static final int MAX_RECORDS = 1_000_000;

    /** More would hold up checkpoints' results for no gain. */
    public static final Duration MAX_INTERVAL = Duration.ofMinutes(1);
}
