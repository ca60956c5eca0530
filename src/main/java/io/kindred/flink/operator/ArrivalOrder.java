package io.kindred.flink.operator;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * Numbers the decisions of a subtask in the order of their arrival: the wall clock in microseconds
 * since 1970, but always greater than the number before. So the numbers grow over restarts, too,
 * unless a clock is set back meanwhile. They decide between decisions of which one has no version.
 */
final class ArrivalOrder {

    private final LongSupplier micros;
    private long last = Long.MIN_VALUE;

    ArrivalOrder(LongSupplier micros) {
        this.micros = micros;
    }

    static ArrivalOrder ofWallClock() {
        return new ArrivalOrder(() -> ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
    }

    long next() {
        last = Math.max(last + 1, micros.getAsLong());
        return last;
    }
}
