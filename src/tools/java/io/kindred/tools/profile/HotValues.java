package io.kindred.tools.profile;

import io.kindred.model.CodePointOrder;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps the commonest values of a stream, within a bound: no value is missed that makes up more
 * than one in {@code capacity} of all.
 *
 * <p>Misra and Gries, <i>Finding repeated elements</i> (1982), with counters that are reduced in
 * batches (Anderson et al., <i>A High-Performance Algorithm for Identifying Frequent Items in Data
 * Streams</i>, 2017): when there are twice as many counters as the capacity, the median is taken
 * off each, and those without a rest are dropped. A count is too low by what was taken off, at
 * most. Costs O(1) per value on average.
 */
public final class HotValues {

    /** Longer values, in characters, are not kept. */
    private static final int MAX_LENGTH = 256;

    private static final Comparator<HotValue> COMMONEST_FIRST =
            Comparator.comparingLong(HotValue::records)
                    .reversed()
                    .thenComparing(HotValue::value, CodePointOrder.STRINGS);

    private final Object2LongOpenHashMap<String> counters = new Object2LongOpenHashMap<>();
    private final int capacity;

    /**
     * @param capacity how many counters there are at least; at most twice as many
     */
    public HotValues(int capacity) {
        this.capacity = capacity;
    }

    /**
     * A value and how often it occurs, as far as that is known.
     *
     * @param records how often it occurs
     * @param isExact whether that is its exact number; otherwise it is at least that
     */
    public record HotValue(String value, long records, boolean isExact) {}

    /** Counts a value once more; one of more than {@value #MAX_LENGTH} characters is left out. */
    public void add(String value) {
        if (value.length() > MAX_LENGTH) {
            return;
        }
        counters.addTo(value, 1);
        if (counters.size() >= 2 * capacity) {
            reduce();
        }
    }

    /**
     * The commonest values, commonest first; equally common ones by value.
     *
     * @param exact counts of the same stream, used where they are exact
     */
    public List<HotValue> top(int number, ValueCounts exact) {
        return counters.object2LongEntrySet().stream()
                .map(entry -> hot(entry.getKey(), entry.getLongValue(), exact))
                .sorted(COMMONEST_FIRST)
                .limit(number)
                .toList();
    }

    /** The commonest values, commonest first as far as their counters say. */
    public List<String> top(int number) {
        return counters.object2LongEntrySet().stream()
                .map(entry -> new HotValue(entry.getKey(), entry.getLongValue(), false))
                .sorted(COMMONEST_FIRST)
                .limit(number)
                .map(HotValue::value)
                .toList();
    }

    private static HotValue hot(String value, long atLeast, ValueCounts exact) {
        long hash = ValueCounts.hash(value);
        return exact.isSampled(hash)
                ? new HotValue(value, exact.count(hash), true)
                : new HotValue(value, atLeast, false);
    }

    private void reduce() {
        long[] sorted = counters.values().toLongArray();
        Arrays.sort(sorted);
        long median = sorted[sorted.length / 2];
        counters.object2LongEntrySet()
                .removeIf(
                        entry -> {
                            entry.setValue(entry.getLongValue() - median);
                            return entry.getLongValue() <= 0;
                        });
    }
}
