package io.kindred.resolve.match;

import io.kindred.temporal.Interval;

import java.util.function.LongSupplier;

/**
 * Scores that were computed before: a table of fixed size in which a new score takes the place of
 * another one. Of a pair it has a hash of 128 bits of both records' digests and the interval, so no
 * score is ever mistaken for another.
 *
 * <p>Costs {@value #BYTES_PER_SCORE} bytes a score, allocated when the first one is put.
 */
public final class ScoreTable {

    /** The usual size, in scores: 24 MiB. */
    public static final int SCORES = 1 << 20;

    private static final int BYTES_PER_SCORE = 24;
    private static final int LONGS = BYTES_PER_SCORE / Long.BYTES;

    private final int size;
    private long[] slots = {};

    /**
     * @param size in scores, a power of two
     */
    public ScoreTable(int size) {
        if (Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("not a power of two: " + size);
        }
        this.size = size;
    }

    /** The score of two records in either order; computes it if it is not in the table. */
    long get(ComparedRecord a, ComparedRecord b, Interval over, LongSupplier compute) {
        boolean isInOrder = Long.compare(a.digestHigh(), b.digestHigh()) <= 0;
        ComparedRecord first = isInOrder ? a : b;
        ComparedRecord second = isInOrder ? b : a;
        long times = mix(over.start() ^ mix(over.end() + 0x9e3779b97f4a7c15L));
        long high = mix(first.digestHigh() ^ mix(second.digestHigh() ^ times));
        long low = mix(first.digestLow() + mix(second.digestLow() + times));
        int slot = (int) (high & (size - 1)) * LONGS;
        if (slots.length == 0) {
            slots = new long[size * LONGS];
        }
        // A hash of zeros would be found in an empty slot.
        if (slots[slot] == high && slots[slot + 1] == low && (high | low) != 0) {
            return slots[slot + 2];
        }
        long score = compute.getAsLong();
        slots[slot] = high;
        slots[slot + 1] = low;
        slots[slot + 2] = score;
        return score;
    }

    /** A bijection that spreads bits (the finaliser of SplitMix64, by Steele, Lea and Flood). */
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
