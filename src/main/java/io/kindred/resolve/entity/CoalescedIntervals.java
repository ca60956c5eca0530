package io.kindred.resolve.entity;

import io.kindred.temporal.Interval;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Joins neighbouring stretches of time over which one thing holds. */
final class CoalescedIntervals<T> {

    private final List<Stretch<T>> finished = new ArrayList<>();
    private @Nullable Stretch<T> current;

    /** Something and the maximal interval over which it holds without a break. */
    record Stretch<T>(Interval interval, T thing) {}

    /** Adds what holds in a time that comes after all added before. */
    void add(Interval interval, T thing) {
        Stretch<T> last = current;
        if (last != null
                && last.interval().end() == interval.start()
                && last.thing().equals(thing)) {
            current = new Stretch<>(last.interval().span(interval), thing);
            return;
        }
        if (last != null) {
            finished.add(last);
        }
        current = new Stretch<>(interval, thing);
    }

    /** All stretches, in order of time. */
    List<Stretch<T>> all() {
        List<Stretch<T>> all = new ArrayList<>(finished);
        if (current != null) {
            all.add(current);
        }
        return all;
    }
}
