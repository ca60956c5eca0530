package io.kindred.flink.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * How often what grows large is emitted anew, and how much of it is held meanwhile.
 *
 * @param records from 1 to {@link #MAX_RECORDS}: with more records than these in it, an entity (or
 *     several that conflict about records) is large
 * @param emissionInterval from 0, with which nothing waits, to {@link #MAX_INTERVAL}: how long to
 *     wait from one update to the next
 * @param cacheBytes from 0 to {@link #MAX_HELD_BYTES}: how much heap of each slot holds large
 *     entities as they were last emitted, by estimate
 */
public record LargeEntitiesConfig(long records, Duration emissionInterval, long cacheBytes)
        implements Serializable {

    /** Where the job file names none. */
    public static final LargeEntitiesConfig DEFAULT =
            new LargeEntitiesConfig(1000, Duration.ofSeconds(5), 33_554_432);

    /** More are never large. */
    public static final long MAX_RECORDS = 1_000_000_000;

    /** More is no heap that anybody has. */
    public static final long MAX_HELD_BYTES = 17_179_869_184L;

    /** More would leave the outputs behind for no gain. */
    public static final Duration MAX_INTERVAL = Duration.ofHours(1);

    /** With the usual bound of bytes. */
    public LargeEntitiesConfig(long records, Duration emissionInterval) {
        this(records, emissionInterval, DEFAULT.cacheBytes());
    }
}
