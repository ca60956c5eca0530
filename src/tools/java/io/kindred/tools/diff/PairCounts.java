package io.kindred.tools.diff;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts pairs of records that are in both results, by whether they are one entity. No pair is ever
 * listed: an entity of n records that are in both has n (n - 1) / 2.
 *
 * <p>Example: records 1, 2 and 3 were an entity, and 4 another one. Now 1 and 2 are one, and 3 and
 * 4. Of three pairs before and two after one is the same.
 */
final class PairCounts {

    private final Map<String, OfType> types = new TreeMap<>();

    private static final class OfType {
        private long records;
        private long both;
        private long before;
        private long after;

        /** The pairs that are expected in both, if entities of these sizes were drawn by lot. */
        private double expected() {
            double pairs = (double) records * (records - 1) / 2;
            return pairs == 0 ? 0 : before * (double) after / pairs;
        }
    }

    private OfType of(String entityType) {
        return types.computeIfAbsent(entityType, any -> new OfType());
    }

    /**
     * Counts the pairs of an entity of the first result.
     *
     * @param size how many of its records are in both results
     */
    void addBefore(String entityType, long size) {
        OfType type = of(entityType);
        type.records += size;
        type.before += pairs(size);
    }

    /**
     * Counts the pairs of an entity of the second result, and which of them are in both.
     *
     * @param shares how many records it has of each entity before
     */
    void addAfter(String entityType, Collection<Integer> shares) {
        OfType type = of(entityType);
        long size = 0;
        for (int share : shares) {
            size += share;
            type.both += pairs(share);
        }
        type.after += pairs(size);
    }

    /** The measures: over all types, as pairs are only within one. */
    Agreement agreement() {
        long both = 0;
        long before = 0;
        long after = 0;
        double expected = 0;
        for (OfType type : types.values()) {
            both += type.both;
            before += type.before;
            after += type.after;
            expected += type.expected();
        }
        long any = before + after - both;
        double most = (before + after) / 2.0;
        return new Agreement(
                both,
                before - both,
                after - both,
                any == 0 ? 1 : (double) both / any,
                most == expected ? 1 : (both - expected) / (most - expected));
    }

    private static long pairs(long size) {
        return size * (size - 1) / 2;
    }
}
