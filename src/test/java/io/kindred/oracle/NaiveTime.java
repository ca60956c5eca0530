package io.kindred.oracle;

import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Time by elementary atoms: the pieces between any two neighbouring bounds. */
final class NaiveTime {

    private NaiveTime() {}

    /** A maximal interval over which a set is the same, and the set, which is not empty. */
    record Stretch<T>(Interval interval, Set<T> set) {}

    static boolean overlap(Interval a, Interval b) {
        return a.start() < b.end() && b.start() < a.end();
    }

    static Optional<Interval> common(Interval a, Interval b) {
        return overlap(a, b)
                ? Optional.of(
                        new Interval(Math.max(a.start(), b.start()), Math.min(a.end(), b.end())))
                : Optional.empty();
    }

    static boolean covers(Interval whole, Interval part) {
        return whole.start() <= part.start() && part.end() <= whole.end();
    }

    /** From the least start to the greatest end; there is one interval at least. */
    static Interval span(Collection<Interval> intervals) {
        return new Interval(
                intervals.stream().mapToLong(Interval::start).min().orElseThrow(),
                intervals.stream().mapToLong(Interval::end).max().orElseThrow());
    }

    /** Time from the first bound to the last, cut at every bound, also where nothing covers it. */
    static List<Interval> atoms(Collection<Interval> intervals) {
        TreeSet<Long> bounds = new TreeSet<>();
        for (Interval interval : intervals) {
            bounds.add(interval.start());
            bounds.add(interval.end());
        }
        List<Interval> atoms = new ArrayList<>();
        for (Long bound : bounds) {
            Long next = bounds.higher(bound);
            if (next != null) {
                atoms.add(new Interval(bound, next));
            }
        }
        return atoms;
    }

    /** Joins those that overlap or touch; sorted. */
    static List<Interval> coalesce(Collection<Interval> intervals) {
        return stretches(
                        atoms(intervals),
                        atom ->
                                intervals.stream().anyMatch(interval -> covers(interval, atom))
                                        ? Set.of(true)
                                        : Set.of())
                .stream()
                .map(Stretch::interval)
                .toList();
    }

    /** The maximal intervals over which the set that holds in an atom stays the same. */
    static <T> List<Stretch<T>> stretches(List<Interval> atoms, Function<Interval, Set<T>> setIn) {
        List<Stretch<T>> stretches = new ArrayList<>();
        for (Interval atom : atoms) {
            Set<T> set = setIn.apply(atom);
            int last = stretches.size() - 1;
            if (last >= 0
                    && stretches.get(last).interval().end() == atom.start()
                    && stretches.get(last).set().equals(set)) {
                long start = stretches.get(last).interval().start();
                stretches.set(last, new Stretch<>(new Interval(start, atom.end()), set));
            } else {
                stretches.add(new Stretch<>(atom, set));
            }
        }
        return stretches.stream().filter(stretch -> !stretch.set().isEmpty()).toList();
    }
}
