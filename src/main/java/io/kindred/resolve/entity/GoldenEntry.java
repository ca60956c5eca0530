package io.kindred.resolve.entity;

import io.kindred.model.CodePointOrder;
import io.kindred.model.GoldenValue;
import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A golden value with its sort key.
 *
 * @param normalized the form that comparisons use
 * @param shown the representative raw value
 */
public record GoldenEntry(String attribute, String normalized, String shown, Interval interval) {

    /** By attribute, start, normalised value. */
    static final Comparator<GoldenEntry> ORDER =
            Comparator.comparing(GoldenEntry::attribute, CodePointOrder.STRINGS)
                    .thenComparingLong(entry -> entry.interval().start())
                    .thenComparing(GoldenEntry::normalized, CodePointOrder.STRINGS);

    GoldenValue toValue() {
        return new GoldenValue(attribute, shown, interval);
    }

    static List<GoldenValue> toValues(List<GoldenEntry> entries) {
        List<GoldenValue> values = new ArrayList<>(entries.size());
        for (GoldenEntry entry : entries) {
            values.add(entry.toValue());
        }
        return values;
    }

    /** The part of a golden record within an interval. Sorted again, since starts are cut. */
    public static List<GoldenValue> cut(List<GoldenEntry> entries, Interval interval) {
        return entries.stream()
                .filter(entry -> entry.interval().overlaps(interval))
                .map(
                        entry ->
                                new GoldenEntry(
                                        entry.attribute(),
                                        entry.normalized(),
                                        entry.shown(),
                                        entry.interval().intersection(interval)))
                .sorted(ORDER)
                .map(GoldenEntry::toValue)
                .toList();
    }
}
