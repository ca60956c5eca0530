package io.kindred.temporal;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Held against plain sets of points; the first point stands for infinity, as does the last. */
class IntervalSetTest {

    private static final int POINTS = 20;

    @Property(seed = "11")
    void holdsThePointsOfItsIntervals(@ForAll("intervals") List<Interval> intervals) {
        IntervalSet set = IntervalSet.of(intervals);
        assertThat(points(set)).isEqualTo(points(intervals));
        assertThat(set.isEmpty()).isEqualTo(intervals.isEmpty());
        assertCoalesced(set);
    }

    @Property(seed = "12")
    void unites(@ForAll("intervals") List<Interval> a, @ForAll("intervals") List<Interval> b) {
        IntervalSet union = IntervalSet.of(a).union(IntervalSet.of(b));
        SortedSet<Integer> expected = points(a);
        expected.addAll(points(b));
        assertThat(points(union)).isEqualTo(expected);
        assertCoalesced(union);
        assertThat(IntervalSet.of(b).union(IntervalSet.of(a))).isEqualTo(union);
    }

    @Property(seed = "13")
    void intersects(@ForAll("intervals") List<Interval> a, @ForAll("intervals") List<Interval> b) {
        IntervalSet both = IntervalSet.of(a).intersection(IntervalSet.of(b));
        SortedSet<Integer> expected = points(a);
        expected.retainAll(points(b));
        assertThat(points(both)).isEqualTo(expected);
        assertCoalesced(both);
        assertThat(IntervalSet.of(b).intersection(IntervalSet.of(a))).isEqualTo(both);
    }

    @Property(seed = "14")
    void overlaps(@ForAll("intervals") List<Interval> a, @ForAll("intervals") List<Interval> b) {
        SortedSet<Integer> both = points(a);
        both.retainAll(points(b));
        IntervalSet set = IntervalSet.of(a);
        assertThat(set.overlaps(IntervalSet.of(b))).isEqualTo(!both.isEmpty());
        assertThat(b.stream().anyMatch(set::overlaps)).isEqualTo(!both.isEmpty());
    }

    @Property(seed = "15")
    void equalsWhatHoldsTheSamePoints(
            @ForAll("intervals") List<Interval> a, @ForAll("intervals") List<Interval> b) {
        boolean same = points(a).equals(points(b));
        assertThat(IntervalSet.of(a).equals(IntervalSet.of(b))).isEqualTo(same);
        List<Interval> twice = new ArrayList<>(a);
        twice.addAll(a);
        assertThat(IntervalSet.of(twice))
                .isEqualTo(IntervalSet.of(a))
                .hasSameHashCodeAs(IntervalSet.of(a));
    }

    @Property(seed = "16")
    void spansFromItsFirstPointToItsLast(@ForAll("intervals") List<Interval> intervals) {
        IntervalSet set = IntervalSet.of(intervals);
        if (set.isEmpty()) {
            assertThatThrownBy(set::span).isInstanceOf(IllegalStateException.class);
        } else {
            SortedSet<Integer> points = points(intervals);
            assertThat(set.span()).isEqualTo(interval(points.first(), points.last() + 1));
        }
    }

    @Example
    void joinsWhatTouches() {
        IntervalSet set =
                IntervalSet.of(
                        List.of(new Interval(10, 20), new Interval(0, 10), new Interval(21, 22)));
        assertThat(set.intervals()).containsExactly(new Interval(0, 20), new Interval(21, 22));
        assertThat(set).hasToString("[[0, 20), [21, 22)]").hasSize(2);
    }

    @Provide
    Arbitrary<List<Interval>> intervals() {
        Arbitrary<Integer> bounds = Arbitraries.integers().between(0, POINTS);
        return Combinators.combine(bounds, bounds)
                .filter((a, b) -> !a.equals(b))
                .as((a, b) -> interval(Math.min(a, b), Math.max(a, b)))
                .list()
                .ofMaxSize(7);
    }

    private static Interval interval(int start, int end) {
        return new Interval(start == 0 ? Interval.MIN : start, end == POINTS ? Interval.MAX : end);
    }

    private static SortedSet<Integer> points(IntervalSet set) {
        return points(set.intervals());
    }

    private static SortedSet<Integer> points(Collection<Interval> intervals) {
        SortedSet<Integer> points = new TreeSet<>();
        for (Interval interval : intervals) {
            long start = Math.max(interval.start(), 0);
            long end = Math.min(interval.end(), POINTS);
            for (long point = start; point < end; point++) {
                points.add((int) point);
            }
        }
        return points;
    }

    private static void assertCoalesced(IntervalSet set) {
        List<Interval> intervals = set.intervals();
        for (int i = 1; i < intervals.size(); i++) {
            assertThat(intervals.get(i - 1).end()).isLessThan(intervals.get(i).start());
        }
    }
}
