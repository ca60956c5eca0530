package io.kindred.resolve.match;

import io.kindred.temporal.Interval;

import java.util.function.LongSupplier;

/**
 * Scores that were computed before: a table in which a new score takes the place of another one
 * when it has reached its greatest size. Of a pair it has a hash of 128 bits of both records'
 * digests and the interval, so no score is ever mistaken for another.
 *
 * <p>Costs {@value #BYTES_PER_SCORE} bytes a slot. It begins small and doubles while it fills.
 */
final class ScoreTable {

    private static final int BYTES_PER_SCORE = 24;
    private static final int LONGS = BYTES_PER_SCORE / Long.BYTES;
    private static final int FIRST_SIZE = 256;

    private final int greatestSize;
    private long[] slots;
    private int size;
    private int filled;

    /**
     * @param greatestSize in scores, a power of two
     */
    ScoreTable(int greatestSize) {
        if (Integer.bitCount(greatestSize) != 1) {
            throw new IllegalArgumentException("not a power of two: " + greatestSize);
        }
        this.greatestSize = greatestSize;
        this.size = Math.min(FIRST_SIZE, greatestSize);
        this.slots = new long[size * LONGS];
    }

    /** The score of two records in either order; computes it if it is not in the table. */
    long get(ComparedRecord a, ComparedRecord b, Interval over, LongSupplier compute) {
        boolean isInOrder = Long.compare(a.digestHigh(), b.digestHigh()) <= 0;
        ComparedRecord first = isInOrder ? a : b;
        ComparedRecord second = isInOrder ? b : a;
        long times = mix(over.start() ^ mix(over.end() + 0x9e3779b97f4a7c15L));
        long high = mix(first.digestHigh() ^ mix(second.digestHigh() ^ times));
        // A hash of zeros would be found in an empty slot.
        long low = mix(first.digestLow() + mix(second.digestLow() + times)) | 1;
        int slot = slot(high);
        if (slots[slot] == high && slots[slot + 1] == low) {
            return slots[slot + 2];
        }
        long score = compute.getAsLong();
        put(high, low, score);
        return score;
    }

    private int slot(long high) {
        return (int) (high & (size - 1)) * LONGS;
    }

    private void put(long high, long low, long score) {
        if (filled > size / 2 && size < greatestSize) {
            grow();
        }
        int slot = slot(high);
        if (slots[slot + 1] == 0) {
            filled++;
        }
        slots[slot] = high;
        slots[slot + 1] = low;
        slots[slot + 2] = score;
    }

    private void grow() {
        long[] before = slots;
        size *= 2;
        slots = new long[size * LONGS];
        for (int i = 0; i < before.length; i += LONGS) {
            if (before[i + 1] != 0) {
                // Two of one slot before may be in two now, but never two in one.
                System.arraycopy(before, i, slots, slot(before[i]), LONGS);
            }
        }
    }

    /** A bijection that spreads bits (the finaliser of SplitMix64, by Steele, Lea and Flood). */
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
