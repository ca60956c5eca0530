package io.kindred.compare;

import io.kindred.compare.Threshold.Bound;

import java.math.BigDecimal;

/** A limit of a similarity. It decides exactly: fractions are compared, never rounded. */
final class SimilarityLimit implements Limit {

    /** Limits of up to so many decimals are compared in 64 bits: 2^31 times 10^9 fits. */
    private static final int DECIMALS = 9;

    private static final long ONE = 1_000_000_000;

    private final Similarity similarity;
    private final boolean isMost;
    private final BigDecimal limit;
    private final boolean isShort;
    private final long billionths;

    SimilarityLimit(Similarity similarity, Bound bound, BigDecimal limit) {
        this.similarity = similarity;
        this.isMost = bound == Bound.AT_MOST;
        this.limit = limit;
        this.isShort = limit.scale() <= DECIMALS && limit.abs().compareTo(BigDecimal.ONE) <= 0;
        this.billionths = isShort ? limit.movePointRight(DECIMALS).longValueExact() : ONE;
    }

    @Override
    public boolean holds(ComparedValue a, ComparedValue b) {
        if (compare(similarity.upperBound(a, b)) < 0) {
            return isMost;
        }
        int order = compare(similarity.of(a, b));
        return isMost ? order <= 0 : order >= 0;
    }

    /** The order of a fraction and the limit. */
    private int compare(long fraction) {
        int numerator = Fraction.numerator(fraction);
        int denominator = Fraction.denominator(fraction);
        return isShort
                ? Long.compare(numerator * ONE, denominator * billionths)
                : BigDecimal.valueOf(numerator)
                        .compareTo(limit.multiply(BigDecimal.valueOf(denominator)));
    }
}
