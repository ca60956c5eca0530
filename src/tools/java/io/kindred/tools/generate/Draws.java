package io.kindred.tools.generate;

import java.util.List;

/**
 * A short run of pseudo-random numbers (SplitMix64) that follows from its key alone, so that any
 * person or record can be made again without making those before it.
 */
public final class Draws {

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private long state;

    private Draws(long state) {
        this.state = state;
    }

    /** The run of a seed and the numbers that say what it is for. */
    public static Draws of(long seed, long... key) {
        long state = mix(seed ^ GOLDEN);
        for (long part : key) {
            state = mix(state + GOLDEN * (part + 1));
        }
        return new Draws(state);
    }

    /** Spreads every bit of the input over all bits of the result; a bijection. */
    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    long next() {
        state += GOLDEN;
        return mix(state);
    }

    /** In [0, 1). */
    public double unit() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    /** In [0, bound), for a positive bound. */
    public int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** True with the given probability. */
    public boolean chance(double probability) {
        return unit() < probability;
    }

    <T> T pick(List<T> values) {
        return values.get(below(values.size()));
    }

    /** Picks as names are spread among people: the first ones often, the last ones seldom. */
    <T> T pickSkewed(List<T> values) {
        double unit = unit();
        return values.get((int) (unit * unit * values.size()));
    }

    /** A count with the given mean (Knuth's method), at most {@code limit}. */
    int poisson(double mean, int limit) {
        // StrictMath, because the same seed must give the same bytes on every machine.
        double threshold = StrictMath.exp(-mean);
        int count = 0;
        for (double product = unit(); product > threshold && count < limit; product *= unit()) {
            count++;
        }
        return count;
    }
}
