package io.kindred.tools.profile;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import org.apache.commons.codec.digest.MurmurHash3;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;

/**
 * Counts how often each value occurs: exactly while there are few different values, and those of a
 * sample of them afterwards. Whether a value is in the sample depends on its hash only, so its
 * count is exact in any case.
 *
 * <p>Adaptive sampling (Flajolet, <i>On adaptive sampling</i>, Computing 43, 1990): at level n, the
 * sample has the values whose hash ends in n zero bits. When there are too many, the level rises
 * and half of them are dropped. What is counted of the sample, times 2^n, estimates what it is of
 * all values.
 *
 * <p>Example: with a limit of 2, the values a, b, c come. Their hashes end in 0, 1 and 0: at level
 * 1 the sample is a and c, and the estimate of the distinct values is 4.
 *
 * <p>With the default limit of 100,000 the standard error of the number of distinct values is 0.5
 * %. Needs about 16 to 32 bytes per value of the limit.
 */
public final class ValueCounts {

    private final Long2IntOpenHashMap counts = new Long2IntOpenHashMap();
    private final int limit;
    private int level;

    /**
     * @param limit how many different values are counted, at least 1
     */
    public ValueCounts(int limit) {
        this.limit = limit;
    }

    /** The hash of a value, the same in every run. */
    public static long hash(String value) {
        return MurmurHash3.hash128x64(value.getBytes(StandardCharsets.UTF_8))[0];
    }

    /** Counts a value once more. */
    public void add(long hash) {
        if (!isSampled(hash)) {
            return;
        }
        counts.addTo(hash, 1);
        while (counts.size() > limit) {
            level++;
            counts.keySet().removeIf((LongPredicate) each -> !isSampled(each));
        }
    }

    /** Whether all values were counted. */
    public boolean isExact() {
        return level == 0;
    }

    /** Whether the value of a hash was counted, so that {@link #count} is exact. */
    boolean isSampled(long hash) {
        return (hash & ((1L << level) - 1)) == 0;
    }

    int count(long hash) {
        return counts.get(hash);
    }

    /** The number of different values; an estimate if {@link #isExact} is false. */
    public long distinct() {
        return (long) counts.size() << level;
    }

    /** The sum over all values of something that depends on how often a value occurs. */
    long sum(LongUnaryOperator ofCount) {
        long sum = 0;
        for (int count : counts.values()) {
            sum += ofCount.applyAsLong(count);
        }
        return sum << level;
    }

    /** The greatest count of a value in the sample; 0 if there are none. */
    int greatest() {
        return Arrays.stream(counts.values().toIntArray()).max().orElse(0);
    }
}
