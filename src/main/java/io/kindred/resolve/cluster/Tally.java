package io.kindred.resolve.cluster;

import java.util.Map;

/** Counts how often things are there. */
public final class Tally {

    private Tally() {}

    /** One more; whether it is the first. */
    public static <K> boolean add(Map<K, Integer> counts, K thing) {
        return counts.merge(thing, 1, Integer::sum) == 1;
    }

    /** One less; whether it was the last. */
    public static <K> boolean remove(Map<K, Integer> counts, K thing) {
        return counts.computeIfPresent(thing, (unused, count) -> count == 1 ? null : count - 1)
                == null;
    }
}
