package io.kindred.temporal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Cuts time at every start and end of some items into atoms, in order of time. Within an atom the
 * items that cover it never change.
 *
 * <p>Costs a sort of the bounds and, per atom, what the visitor does with the active items. The
 * same items make the same atoms in whatever order they are given.
 */
public final class TimeSweep {

    private TimeSweep() {}

    /** Told each atom that at least one item covers. */
    @FunctionalInterface
    public interface AtomVisitor<T> {

        /**
         * One atom.
         *
         * @param atom the atom's interval
         * @param active the items that cover it, as they were given; the visitor may keep the list
         */
        void atom(Interval atom, List<T> active);
    }

    /**
     * Visits the atoms of the items.
     *
     * @param items the items; equal ones are kept apart by their position
     * @param intervalOf an item's interval
     * @param visitor told every atom with an active item, in order of time
     */
    public static <T> void over(
            List<T> items, Function<? super T, Interval> intervalOf, AtomVisitor<T> visitor) {
        List<Bound> bounds = new ArrayList<>(items.size() * 2);
        for (int i = 0; i < items.size(); i++) {
            Interval interval = intervalOf.apply(items.get(i));
            bounds.add(new Bound(interval.start(), i, true));
            bounds.add(new Bound(interval.end(), i, false));
        }
        bounds.sort(Comparator.comparingLong(Bound::at));
        Set<Integer> active = new TreeSet<>();
        int i = 0;
        while (i < bounds.size()) {
            long at = bounds.get(i).at();
            while (i < bounds.size() && bounds.get(i).at() == at) {
                Bound bound = bounds.get(i++);
                if (bound.opens()) {
                    active.add(bound.item());
                } else {
                    active.remove(bound.item());
                }
            }
            if (!active.isEmpty()) {
                List<T> covering = new ArrayList<>(active.size());
                active.forEach(item -> covering.add(items.get(item)));
                visitor.atom(new Interval(at, bounds.get(i).at()), covering);
            }
        }
    }

    private record Bound(long at, int item, boolean opens) {}
}
