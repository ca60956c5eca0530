package io.kindred.resolve.emit;

import java.time.Duration;

/**
 * Limits how often large entities are emitted again while they grow.
 *
 * <p>A component with more than {@code records} records is emitted at most every {@code interval}.
 * With more than {@value #PROPORTIONAL_FROM} times as many records, the interval grows in
 * proportion. So the share of time spent on it is bounded. Example: with 1,000 records and 5 s, a
 * component of 30,000 records is emitted at most every 15 s.
 *
 * @param records a component with more records than this is large; at least 1
 * @param interval at least 0; with 0 nothing is deferred
 * @param budget the heap for cached large entities; all engines with the same budget share it
 */
public record EmissionLimit(long records, Duration interval, LargeEntityBudget budget) {

    /** No limit: every change is emitted with its batch. */
    public static final EmissionLimit NONE = new EmissionLimit(Long.MAX_VALUE, Duration.ZERO);

    private static final int PROPORTIONAL_FROM = 10;

    /** Without a cache. */
    public EmissionLimit(long records, Duration interval) {
        this(records, interval, new LargeEntityBudget(0));
    }

    /** Whether emitting a component of this size may be deferred. */
    boolean isLarge(long size) {
        return size > records;
    }

    /**
     * The minimum time between two emissions of a large component of this size, in milliseconds.
     */
    long intervalOf(long size) {
        long share = Math.max(1, size / (records * PROPORTIONAL_FROM));
        return interval.toMillis() * share;
    }
}
