package io.kindred.resolve.cluster;

import java.util.Map;

/** A multiset, kept in a map of counts. */
public final class Tally {

    private Tally() {}

    /** Adds one; returns whether it is the first. */
    public static <K> boolean add(Map<K, Integer> counts, K item) {
        return counts.merge(item, 1, Integer::sum) == 1;
    }

    /** Removes one; returns whether it was the last. */
    public static <K> boolean remove(Map<K, Integer> counts, K item) {
        return counts.computeIfPresent(item, (unused, count) -> count == 1 ? null : count - 1)
                == null;
    }
}
