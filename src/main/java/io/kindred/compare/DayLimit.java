package io.kindred.compare;

import io.kindred.compare.Threshold.Bound;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** A limit of the days between two dates. */
final class DayLimit implements Limit {

    /** More than there are between two dates of four-digit years. */
    private static final BigDecimal ALL_DAYS = BigDecimal.valueOf(10_000L * 366);

    private final boolean isMost;
    private final long days;

    DayLimit(Bound bound, BigDecimal limit) {
        this.isMost = bound == Bound.AT_MOST;
        this.days =
                limit.min(ALL_DAYS)
                        .max(ALL_DAYS.negate())
                        .setScale(0, isMost ? RoundingMode.FLOOR : RoundingMode.CEILING)
                        .longValueExact();
    }

    @Override
    public boolean isMeasurable(ComparedValue a, ComparedValue b) {
        return a.day().isPresent() && b.day().isPresent();
    }

    @Override
    public boolean holds(ComparedValue a, ComparedValue b) {
        if (!isMeasurable(a, b)) {
            return false;
        }
        long between = Math.abs(a.day().getAsLong() - b.day().getAsLong());
        return isMost ? between <= days : between >= days;
    }
}
