package io.kindred.resolve.cluster;

import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A growing set of points of time, as intervals that neither overlap nor touch. */
final class Coverage {

    /** End by start. */
    private final TreeMap<Long, Long> intervals = new TreeMap<>();

    /** Adds an interval; costs O(log n), and as much again for each one that it swallows. */
    void add(Interval added) {
        long start = added.start();
        long end = added.end();
        Map.Entry<Long, Long> near = intervals.floorEntry(end);
        while (near != null && near.getValue() >= start) {
            start = Math.min(start, near.getKey());
            end = Math.max(end, near.getValue());
            intervals.remove(near.getKey());
            near = intervals.floorEntry(end);
        }
        intervals.put(start, end);
    }

    /** Whether the whole interval is in the set. */
    boolean covers(Interval interval) {
        Map.Entry<Long, Long> near = intervals.floorEntry(interval.start());
        return near != null && near.getValue() >= interval.end();
    }

    /** The number of intervals. */
    int size() {
        return intervals.size();
    }

    /** The intervals in order. */
    List<Interval> intervals() {
        List<Interval> all = new ArrayList<>(intervals.size());
        intervals.forEach((start, end) -> all.add(new Interval(start, end)));
        return all;
    }

    /** The parts of an interval that are in the set, in order; costs O(log n) and their number. */
    List<Interval> within(Interval interval) {
        List<Interval> parts = new ArrayList<>(2);
        Long first = intervals.floorKey(interval.start());
        intervals
                .subMap(first == null ? interval.start() : first, true, interval.end(), false)
                .forEach(
                        (start, end) -> {
                            long from = Math.max(start, interval.start());
                            long to = Math.min(end, interval.end());
                            if (from < to) {
                                parts.add(new Interval(from, to));
                            }
                        });
        return parts;
    }

    /** Whether the two have a point in common; costs O(m log n) for the smaller and the larger. */
    boolean overlaps(Coverage other) {
        Coverage few = size() <= other.size() ? this : other;
        Coverage many = few == this ? other : this;
        for (Map.Entry<Long, Long> each : few.intervals.entrySet()) {
            Map.Entry<Long, Long> before = many.intervals.lowerEntry(each.getValue());
            if (before != null && before.getValue() > each.getKey()) {
                return true;
            }
        }
        return false;
    }
}
