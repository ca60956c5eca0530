package io.kindred.temporal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A sweep over the starts and ends of items that cuts time into atoms. The set of items that cover
 * a point is the same throughout an atom.
 *
 * <p>The visitor is called only for changes between atoms, so it can maintain its own set of active
 * items. Example: the intervals [0, 10) and [5, 20) make the atoms [0, 5), [5, 10) and [10, 20).
 * O(n log n); the order of the items does not matter.
 */
public final class TimeSweep {

    private TimeSweep() {}

    /** Receives starts, ends and atoms in order of time. */
    public interface Visitor<T> {

        /** The item covers the atoms that follow. */
        void opens(T item);

        /** The item covers no more atoms. */
        void closes(T item);

        /** An atom that at least one item covers. Called after all starts and ends before it. */
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
        List<T> byStart = sorted(items, item -> intervalOf.apply(item).start());
        List<T> byEnd = sorted(items, item -> intervalOf.apply(item).end());
        int opened = 0;
        int closed = 0;
        while (closed < byEnd.size()) {
            long at = intervalOf.apply(byEnd.get(closed)).end();
            if (opened < byStart.size()) {
                at = Math.min(at, intervalOf.apply(byStart.get(opened)).start());
            }
            while (closed < byEnd.size() && intervalOf.apply(byEnd.get(closed)).end() == at) {
                visitor.closes(byEnd.get(closed++));
            }
            while (opened < byStart.size() && intervalOf.apply(byStart.get(opened)).start() == at) {
                visitor.opens(byStart.get(opened++));
            }
            if (opened > closed) {
                long next = intervalOf.apply(byEnd.get(closed)).end();
                if (opened < byStart.size()) {
                    next = Math.min(next, intervalOf.apply(byStart.get(opened)).start());
                }
                visitor.atom(new Interval(at, next));
            }
        }
    }

    private static <T> List<T> sorted(List<T> items, ToLongFunction<T> bound) {
        List<T> sorted = new ArrayList<>(items);
        sorted.sort(Comparator.comparingLong(bound));
        return sorted;
    }
}
