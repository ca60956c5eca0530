package io.kindred.compare;

import java.math.BigDecimal;
import java.util.Objects;

/** A measure with a limit. Immutable and thread-safe, as long as each value is of one thread. */
public final class Threshold {

    private final Measure measure;
    private final Bound bound;
    private final BigDecimal limit;
    private final Limit test;

    /** On which side of the limit a value must be; the limit itself counts. */
    public enum Bound {
        AT_LEAST,
        AT_MOST
    }

    /**
     * A threshold. Equal limits that are written differently, such as 1 and 1.0, are equal.
     *
     * @param limit for similarities from 0 to 1
     */
    public Threshold(Measure measure, Bound bound, BigDecimal limit) {
        this.measure = measure;
        this.bound = bound;
        this.limit = limit.signum() == 0 ? BigDecimal.ZERO : limit.stripTrailingZeros();
        this.test =
                switch (measure) {
                    case JARO -> new SimilarityLimit(new Jaro(false), bound, this.limit);
                    case JARO_WINKLER -> new SimilarityLimit(new Jaro(true), bound, this.limit);
                    case LEVENSHTEIN -> new EditLimit(false, bound, this.limit);
                    case DAMERAU_LEVENSHTEIN -> new EditLimit(true, bound, this.limit);
                    case JACCARD -> new SimilarityLimit(Jaccard.OF_CHARACTERS, bound, this.limit);
                    case TOKEN_JACCARD -> new SimilarityLimit(Jaccard.OF_TOKENS, bound, this.limit);
                    case DAYS -> new DayLimit(bound, this.limit);
                    case DIFFERENCE -> new DifferenceLimit(bound, this.limit);
                };
    }

    public Measure measure() {
        return measure;
    }

    public Bound bound() {
        return bound;
    }

    /** Without trailing zeros. */
    public BigDecimal limit() {
        return limit;
    }

    /** Whether two values can be measured; only {@code days} and {@code difference} may not. */
    public boolean isMeasurable(ComparedValue a, ComparedValue b) {
        return test.isMeasurable(a, b);
    }

    /**
     * Whether two values are within the limit; false if they cannot be measured. Whichever value is
     * the first.
     */
    public boolean holds(ComparedValue a, ComparedValue b) {
        return test.holds(a, b);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Threshold threshold
                && measure == threshold.measure
                && bound == threshold.bound
                && limit.equals(threshold.limit);
    }

    @Override
    public int hashCode() {
        return Objects.hash(measure, bound, limit);
    }

    @Override
    public String toString() {
        return measure + " " + bound + " " + limit;
    }
}
