package io.kindred.temporal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/**
 * An immutable set of points of the timeline, stored as coalesced intervals: sorted, without
 * overlaps, none touching the next.
 */
public final class IntervalSet implements Iterable<Interval> {

    /** The empty set. */
    public static final IntervalSet EMPTY = new IntervalSet(List.of());

    /** All of time. */
    public static final IntervalSet ALWAYS = new IntervalSet(List.of(Interval.ALWAYS));

    private final List<Interval> intervals;

    private IntervalSet(List<Interval> intervals) {
        this.intervals = intervals;
    }

    public static IntervalSet of(Interval interval) {
        return new IntervalSet(List.of(interval));
    }

    /** The union of the intervals; O(n log n). */
    public static IntervalSet of(Collection<Interval> intervals) {
        if (intervals.size() < 2) {
            return new IntervalSet(List.copyOf(intervals));
        }
        List<Interval> sorted = new ArrayList<>(intervals);
        sorted.sort(null);
        List<Interval> joined = new ArrayList<>(sorted.size());
        Interval last = sorted.get(0);
        for (Interval next : sorted.subList(1, sorted.size())) {
            if (last.overlapsOrTouches(next)) {
                last = last.span(next);
            } else {
                joined.add(last);
                last = next;
            }
        }
        joined.add(last);
        return new IntervalSet(List.copyOf(joined));
    }

    /** The intervals, sorted, none touching another. */
    public List<Interval> intervals() {
        return intervals;
    }

    public boolean isEmpty() {
        return intervals.isEmpty();
    }

    /**
     * From the start of the first interval to the end of the last.
     *
     * @throws IllegalStateException if the set is empty
     */
    public Interval span() {
        if (intervals.isEmpty()) {
            throw new IllegalStateException("an empty set has no span");
        }
        return intervals.get(0).span(intervals.get(intervals.size() - 1));
    }

    /** The points in either; O(n log n). */
    public IntervalSet union(IntervalSet other) {
        if (isEmpty()) {
            return other;
        }
        if (other.isEmpty() || equals(other)) {
            return this;
        }
        List<Interval> all = new ArrayList<>(intervals.size() + other.intervals.size());
        all.addAll(intervals);
        all.addAll(other.intervals);
        return of(all);
    }

    /** The points in both; linear in the sizes. */
    public IntervalSet intersection(IntervalSet other) {
        List<Interval> both = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < intervals.size() && j < other.intervals.size()) {
            Interval a = intervals.get(i);
            Interval b = other.intervals.get(j);
            if (a.overlaps(b)) {
                both.add(a.intersection(b));
            }
            if (a.end() < b.end()) {
                i++;
            } else {
                j++;
            }
        }
        return both.isEmpty() ? EMPTY : new IntervalSet(List.copyOf(both));
    }

    /** Whether the sets share a point; linear in the sizes. */
    public boolean overlaps(IntervalSet other) {
        int i = 0;
        int j = 0;
        while (i < intervals.size() && j < other.intervals.size()) {
            Interval a = intervals.get(i);
            Interval b = other.intervals.get(j);
            if (a.overlaps(b)) {
                return true;
            }
            if (a.end() < b.end()) {
                i++;
            } else {
                j++;
            }
        }
        return false;
    }

    public boolean overlaps(Interval interval) {
        for (Interval own : intervals) {
            if (own.overlaps(interval)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Iterator<Interval> iterator() {
        return intervals.iterator();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IntervalSet that && intervals.equals(that.intervals);
    }

    @Override
    public int hashCode() {
        return intervals.hashCode();
    }

    @Override
    public String toString() {
        return intervals.toString();
    }
}
