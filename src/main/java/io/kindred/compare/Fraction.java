package io.kindred.compare;

/**
 * A similarity from 0 to 1 as an exact fraction: numerator and denominator, both below 2^31, in one
 * {@code long}, so that comparing two values creates no objects. It is not reduced.
 */
final class Fraction {

    static final long ZERO = of(0, 1);
    static final long ONE = of(1, 1);

    private Fraction() {}

    static long of(int numerator, int denominator) {
        return ((long) numerator << 32) | denominator;
    }

    static int numerator(long fraction) {
        return (int) (fraction >>> 32);
    }

    static int denominator(long fraction) {
        return (int) fraction;
    }
}
