package io.kindred.temporal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Cuts time at every start and end of some items into atoms, in order of time. Within an atom the
 * items that cover it never change.
 *
 * <p>Tells only what changes from atom to atom, so that a visitor who keeps count does not have to
 * look at all that is active again and again. Costs a sort of the bounds; the same items make the
 * same atoms in whatever order they are given.
 */
public final class TimeSweep {

    private TimeSweep() {}

    /** Told what begins and ends, and the atoms between. */
    public interface Visitor<T> {

        /** The item covers the atoms that follow. */
        void opens(T item);

        /** The item covers no more atoms. */
        void closes(T item);

        /** An atom that at least one item covers; all that opened or closed before is told. */
        void atom(Interval atom);
    }

    /**
     * Visits the bounds and atoms of the items, in order of time.
     *
     * @param items the items; equal ones are kept apart
     * @param intervalOf an item's interval
     */
    public static <T> void over(
            List<T> items, Function<? super T, Interval> intervalOf, Visitor<? super T> visitor) {
        List<Bound<T>> bounds = new ArrayList<>(items.size() * 2);
        for (T item : items) {
            Interval interval = intervalOf.apply(item);
            bounds.add(new Bound<>(interval.start(), item, true));
            bounds.add(new Bound<>(interval.end(), item, false));
        }
        bounds.sort(Comparator.comparingLong(Bound::at));
        int active = 0;
        int i = 0;
        while (i < bounds.size()) {
            long at = bounds.get(i).at();
            while (i < bounds.size() && bounds.get(i).at() == at) {
                Bound<T> bound = bounds.get(i++);
                if (bound.opens()) {
                    active++;
                    visitor.opens(bound.item());
                } else {
                    active--;
                    visitor.closes(bound.item());
                }
            }
            if (active > 0) {
                visitor.atom(new Interval(at, bounds.get(i).at()));
            }
        }
    }

    private record Bound<T>(long at, T item, boolean opens) {}
}
