package io.kindred.resolve.cluster;

import io.kindred.temporal.Interval;

import java.util.HashMap;
import java.util.Map;

/**
 * All values that a cluster has in a slot over time, several at once if need be. It answers what
 * counts after a decision has reconciled a cluster on the slot: whether two clusters have values at
 * a time at which they share none.
 *
 * <p>Example: one cluster has the values 1 and 2 for all time; another has 2 from 0 to 10 and 3
 * from 10 to 20. They are at odds, since from 10 on they share nothing. Without the value 3 they
 * would not be.
 */
final class SharedValues {

    private final Map<Integer, Coverage> byValue = new HashMap<>(4);
    private final Coverage any = new Coverage();

    /** Receives values. */
    interface Visitor {

        void value(int value, Interval interval);
    }

    void add(int value, Interval interval) {
        byValue.computeIfAbsent(value, unused -> new Coverage()).add(interval);
        any.add(interval);
    }

    /** The number of values, one that comes again later counted again. */
    int size() {
        int size = 0;
        for (Coverage times : byValue.values()) {
            size += times.size();
        }
        return size;
    }

    void forEach(Visitor visitor) {
        byValue.forEach(
                (value, times) ->
                        times.intervals().forEach(interval -> visitor.value(value, interval)));
    }

    /**
     * Whether both have values at some time, and none in common. Costs O(m log n) and the
     * intersections, for m intervals of the one with fewer values and n of the other.
     */
    boolean areAtOdds(SharedValues other) {
        SharedValues few = byValue.size() <= other.byValue.size() ? this : other;
        SharedValues many = few == this ? other : this;
        Coverage common = new Coverage();
        few.byValue.forEach(
                (value, times) -> {
                    Coverage theirs = many.byValue.get(value);
                    if (theirs != null) {
                        addBoth(times, theirs, common);
                    }
                });
        return few.hasOutside(common, many);
    }

    /**
     * The same where unequal values may count as equal. Costs a look at each pair of distinct
     * values.
     */
    boolean areAtOdds(SharedValues other, ValueDifferences differences) {
        Coverage common = new Coverage();
        byValue.forEach(
                (value, times) ->
                        other.byValue.forEach(
                                (theirValue, theirTimes) -> {
                                    if (!differences.areDifferent(value, theirValue)) {
                                        addBoth(times, theirTimes, common);
                                    }
                                }));
        return hasOutside(common, other);
    }

    private static void addBoth(Coverage a, Coverage b, Coverage to) {
        for (Interval interval : a.intervals()) {
            b.within(interval).forEach(to::add);
        }
    }

    /** Whether both have values at some time outside of these. */
    private boolean hasOutside(Coverage times, SharedValues other) {
        for (Interval interval : any.intervals()) {
            for (Interval both : other.any.within(interval)) {
                if (!times.covers(both)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the two have values at the same time that are different. */
    boolean differAtOnce(SharedValues other, ValueDifferences differences) {
        return hasPairAtOnce(other, differences::areDifferent);
    }

    /** Whether the two have values at the same time that are equal or count as equal. */
    boolean agreeAtOnce(SharedValues other, ValueDifferences differences) {
        return hasPairAtOnce(other, (value, theirs) -> !differences.areDifferent(value, theirs));
    }

    private interface PairTest {

        boolean holds(int value, int theirs);
    }

    private boolean hasPairAtOnce(SharedValues other, PairTest test) {
        for (Map.Entry<Integer, Coverage> own : byValue.entrySet()) {
            for (Map.Entry<Integer, Coverage> theirs : other.byValue.entrySet()) {
                if (own.getValue().overlaps(theirs.getValue())
                        && test.holds(own.getKey(), theirs.getKey())) {
                    return true;
                }
            }
        }
        return false;
    }
}
