package io.kindred.compare;

import io.kindred.compare.Threshold.Bound;

import java.math.BigDecimal;

/** A limit of the difference of two decimal numbers. */
final class DifferenceLimit implements Limit {

    private final boolean isMost;
    private final BigDecimal limit;

    DifferenceLimit(Bound bound, BigDecimal limit) {
        this.isMost = bound == Bound.AT_MOST;
        this.limit = limit;
    }

    @Override
    public boolean isMeasurable(ComparedValue a, ComparedValue b) {
        return a.number().isPresent() && b.number().isPresent();
    }

    @Override
    public boolean holds(ComparedValue a, ComparedValue b) {
        if (!isMeasurable(a, b)) {
            return false;
        }
        BigDecimal difference = a.number().orElseThrow().subtract(b.number().orElseThrow()).abs();
        int order = difference.compareTo(limit);
        return isMost ? order <= 0 : order >= 0;
    }
}
