package io.kindred.resolve.cluster;

import io.kindred.temporal.Interval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Intervals with their owners, to be asked which overlap another interval.
 *
 * <p>Sorted by start, with a tree of greatest ends above them; a question costs the logarithm of
 * their number for each answer.
 */
final class OverlapIndex {

    private final Owned[] owned;

    /** A heap-shaped tree: the greatest end below each node; leaves begin at {@link #leaves}. */
    private final long[] greatestEnd;

    private final int leaves;

    OverlapIndex(List<Owned> entries) {
        owned = entries.toArray(Owned[]::new);
        Arrays.sort(owned, Comparator.comparing(Owned::interval));
        leaves = Math.max(1, Integer.highestOneBit(Math.max(1, owned.length - 1)) * 2);
        greatestEnd = new long[leaves * 2];
        Arrays.fill(greatestEnd, Interval.MIN);
        for (int i = 0; i < owned.length; i++) {
            greatestEnd[leaves + i] = owned[i].interval().end();
        }
        for (int node = leaves - 1; node > 0; node--) {
            refresh(node);
        }
    }

    /** An interval and the number of its owner. */
    record Owned(int owner, Interval interval) {}

    /** Told the owner of an interval. */
    interface Visitor {

        /** Whether the interval may be asked for again; if not, it is dropped. */
        boolean keeps(int owner);
    }

    /** Tells the owners of all that overlap the interval, one as often as it has some. */
    void overlapping(Interval interval, Visitor listener) {
        visit(1, 0, leaves, interval, listener);
    }

    private void visit(int node, int from, int width, Interval interval, Visitor listener) {
        // An empty or dropped leaf ends at minus infinity and overlaps nothing.
        if (greatestEnd[node] <= interval.start()
                || from >= owned.length
                || owned[from].interval().start() >= interval.end()) {
            return;
        }
        if (width == 1) {
            if (!listener.keeps(owned[from].owner())) {
                greatestEnd[node] = Interval.MIN;
            }
            return;
        }
        visit(node * 2, from, width / 2, interval, listener);
        visit(node * 2 + 1, from + width / 2, width / 2, interval, listener);
        refresh(node);
    }

    private void refresh(int node) {
        greatestEnd[node] = Math.max(greatestEnd[node * 2], greatestEnd[node * 2 + 1]);
    }
}
