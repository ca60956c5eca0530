package io.kindred.flink.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * The rate limit for large entities. While they only grow, they are re-emitted at most once per
 * interval.
 *
 * @param records an entity, or a component of several conflicting entities, with more records is
 *     large; from 1 to {@link #MAX_RECORDS}
 * @param emissionInterval the minimum time between two updates; from 0, which disables the limit,
 *     to {@link #MAX_INTERVAL}
 * @param cacheBytes estimated heap of each subtask for caching large entities as last emitted; from
 *     0 to {@link #MAX_CACHE_BYTES}
 */
public record LargeEntitiesConfig(long records, Duration emissionInterval, long cacheBytes)
        implements Serializable {

    /** 1,000 records, 5 seconds, 32 MiB. */
    public static final LargeEntitiesConfig DEFAULT =
            new LargeEntitiesConfig(1000, Duration.ofSeconds(5), 33_554_432);

    public static final long MAX_RECORDS = 1_000_000_000;

    /** 16 GiB. */
    public static final long MAX_CACHE_BYTES = 17_179_869_184L;

    /** A longer interval would delay outputs without more throughput. */
    public static final Duration MAX_INTERVAL = Duration.ofHours(1);

    public LargeEntitiesConfig(long records, Duration emissionInterval) {
        this(records, emissionInterval, DEFAULT.cacheBytes());
    }
}
