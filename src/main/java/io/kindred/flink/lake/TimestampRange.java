package io.kindred.flink.lake;

import java.util.concurrent.TimeUnit;

/** The timestamps that a table can hold, which has them as 64-bit integers of a unit. */
enum TimestampRange {
    /** Milliseconds, as on the timeline: all of them. */
    MILLIS(Long.MIN_VALUE, Long.MAX_VALUE, 3),
    /** Microseconds: about 292,000 years before and after 1970. */
    MICROS(
            TimeUnit.MICROSECONDS.toMillis(Long.MIN_VALUE),
            TimeUnit.MICROSECONDS.toMillis(Long.MAX_VALUE),
            6);

    private final long least;
    private final long greatest;
    private final int precision;

    TimestampRange(long least, long greatest, int precision) {
        this.least = least;
        this.greatest = greatest;
        this.precision = precision;
    }

    /** The digits of a second that timestamps have. */
    int precision() {
        return precision;
    }

    /**
     * Returns a time in epoch milliseconds.
     *
     * @throws IllegalArgumentException if it is not in the range
     */
    long checked(long millis, String output) {
        if (millis < least || millis > greatest) {
            throw new IllegalArgumentException(
                    "a row of "
                            + output
                            + " has a time of "
                            + millis
                            + " ms since 1970, and its table holds times from "
                            + least
                            + " to "
                            + greatest
                            + " ms; use another type of sink for this output");
        }
        return millis;
    }
}
