package io.kindred.resolve.entity;

import io.kindred.temporal.Interval;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Coalesces adjacent intervals over which the same value holds. */
final class CoalescedIntervals<T> {

    private final List<Coalesced<T>> finished = new ArrayList<>();
    private @Nullable Coalesced<T> current;

    /** A value, and a maximal interval over which it holds without a break. */
    record Coalesced<T>(Interval interval, T value) {}

    /** Adds a value over an interval that is after all those added before. */
    void add(Interval interval, T value) {
        Coalesced<T> last = current;
        if (last != null
                && last.interval().end() == interval.start()
                && last.value().equals(value)) {
            current = new Coalesced<>(last.interval().span(interval), value);
            return;
        }
        if (last != null) {
            finished.add(last);
        }
        current = new Coalesced<>(interval, value);
    }

    /** The coalesced intervals, in order of time. */
    List<Coalesced<T>> all() {
        List<Coalesced<T>> all = new ArrayList<>(finished);
        if (current != null) {
            all.add(current);
        }
        return all;
    }
}
