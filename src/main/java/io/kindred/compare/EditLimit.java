package io.kindred.compare;

import io.kindred.compare.Threshold.Bound;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** A limit of an edit distance. */
final class EditLimit implements Limit {

    private final boolean hasTranspositions;
    private final boolean isMost;

    /** The greatest distance within the limit or, if that is a lower one, the greatest below it. */
    private final int greatest;

    EditLimit(boolean hasTranspositions, Bound bound, BigDecimal limit) {
        this.hasTranspositions = hasTranspositions;
        this.isMost = bound == Bound.AT_MOST;
        BigDecimal inRange =
                limit.min(BigDecimal.valueOf(ComparedValue.MAX_CODE_POINTS + 1L))
                        .max(BigDecimal.ONE.negate());
        this.greatest =
                isMost
                        ? inRange.setScale(0, RoundingMode.FLOOR).intValueExact()
                        : inRange.setScale(0, RoundingMode.CEILING).intValueExact() - 1;
    }

    @Override
    public boolean holds(ComparedValue a, ComparedValue b) {
        return EditDistance.isAtMost(a, b, greatest, hasTranspositions) == isMost;
    }
}
