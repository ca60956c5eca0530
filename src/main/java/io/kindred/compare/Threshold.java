package io.kindred.compare;

import java.math.BigDecimal;

/**
 * A measure with a limit.
 *
 * @param limit for similarities from 0 to 1
 */
public record Threshold(Measure measure, Bound bound, BigDecimal limit) {

    /** On which side of the limit a value must be; the limit itself counts. */
    public enum Bound {
        AT_LEAST,
        AT_MOST
    }

    /** Equal limits that are written differently, such as 1 and 1.0, are equal. */
    public Threshold {
        limit = limit.signum() == 0 ? BigDecimal.ZERO : limit.stripTrailingZeros();
    }

    /** Whether two values can be measured; only {@code days} and {@code difference} may not. */
    public boolean isMeasurable(ComparedValue a, ComparedValue b) {
        throw new UnsupportedOperationException(measure + " " + a + b);
    }

    /** Whether two values are within the limit; false if they cannot be measured. */
    public boolean holds(ComparedValue a, ComparedValue b) {
        throw new UnsupportedOperationException(measure + " " + a + b);
    }
}
