package io.kindred.resolve.cluster;

import io.kindred.temporal.Interval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * An index of intervals that finds the owners of all intervals that overlap another one.
 *
 * <p>A static interval tree: an array sorted by start, with a tree of greatest ends above it. See
 * Cormen et al., <i>Introduction to Algorithms</i>, "Interval trees". A query costs O(log n) per
 * result.
 */
final class OverlapIndex {

    private final Owned[] owned;

    /** A heap-shaped tree of the greatest end below each node. Leaves begin at {@link #leaves}. */
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

    record Owned(int owner, Interval interval) {}

    /** Receives the owners of overlapping intervals. */
    interface Visitor {

        /** Returns whether later queries may return the interval again; if not, it is removed. */
        boolean keeps(int owner);
    }

    /** Visits the owner of every interval that overlaps. An owner is visited once per interval. */
    void overlapping(Interval interval, Visitor visitor) {
        visit(1, 0, leaves, interval, visitor);
    }

    private void visit(int node, int from, int width, Interval interval, Visitor visitor) {
        // An empty or removed leaf ends at minus infinity and overlaps nothing.
        if (greatestEnd[node] <= interval.start()
                || from >= owned.length
                || owned[from].interval().start() >= interval.end()) {
            return;
        }
        if (width == 1) {
            if (!visitor.keeps(owned[from].owner())) {
                greatestEnd[node] = Interval.MIN;
            }
            return;
        }
        visit(node * 2, from, width / 2, interval, visitor);
        visit(node * 2 + 1, from + width / 2, width / 2, interval, visitor);
        refresh(node);
    }

    private void refresh(int node) {
        greatestEnd[node] = Math.max(greatestEnd[node * 2], greatestEnd[node * 2 + 1]);
    }
}
