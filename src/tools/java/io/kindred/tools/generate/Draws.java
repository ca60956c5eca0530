package io.kindred.tools.generate;

import java.util.List;

/**
 * A stream of pseudo-random numbers that depends only on its seed and key. So any person or record
 * can be generated without those before it. The algorithm is SplitMix64 (Steele, Lea and Flood,
 * OOPSLA 2014).
 */
public final class Draws {

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private long state;

    private Draws(long state) {
        this.state = state;
    }

    /**
     * Creates the stream of a seed and a key.
     *
     * @param key numbers that say what the stream is for, such as a purpose and a record number
     */
    public static Draws of(long seed, long... key) {
        long state = mix(seed ^ GOLDEN);
        for (long part : key) {
            state = mix(state + GOLDEN * (part + 1));
        }
        return new Draws(state);
    }

    /** Hashes a number. Different inputs have different results. */
    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    long next() {
        state += GOLDEN;
        return mix(state);
    }

    /** A number in [0, 1). */
    public double unit() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    /** An integer in [0, bound). The bound must be positive. */
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

    /** Picks a value with the skew of real names: the first values often, the last ones rarely. */
    <T> T pickSkewed(List<T> values) {
        double unit = unit();
        return values.get((int) (unit * unit * values.size()));
    }

    /**
     * A Poisson number with the given mean, at most {@code limit} (Knuth, TAOCP volume 2, 3.4.1).
     */
    int poisson(double mean, int limit) {
        // StrictMath gives the same bytes for a seed on every machine.
        double threshold = StrictMath.exp(-mean);
        int count = 0;
        for (double product = unit(); product > threshold && count < limit; product *= unit()) {
            count++;
        }
        return count;
    }
}
