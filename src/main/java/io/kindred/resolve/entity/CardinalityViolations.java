package io.kindred.resolve.entity;

import io.kindred.model.CodePointOrder;
import io.kindred.model.RecordIdentity;
import io.kindred.resolve.cluster.Tally;
import io.kindred.temporal.Interval;
import io.kindred.temporal.TimeSweep;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Finds the maximal intervals over which records assert the same set of two or more different
 * values.
 *
 * <p>A sweep line over the starts and ends of the assertions. Each interval is emitted as soon as
 * it ends, so only one is in memory. Costs a sort, plus the atoms and the records named per
 * interval.
 *
 * <p>Example: record 1 asserts A over [1, 5), record 2 asserts B over [3, 9), record 3 asserts B
 * over [6, 8). The only violation is {A, B} over [3, 5). It names records 1 and 2.
 */
final class CardinalityViolations<T> implements TimeSweep.Visitor<T> {

    private final Function<? super T, String> valueOf;
    private final Function<? super T, RecordIdentity> recordOf;
    private final Consumer<Found> listener;

    /** For each value asserted now: how often each record asserts it. */
    private final SortedMap<String, Map<RecordIdentity, Integer>> active =
            new TreeMap<>(CodePointOrder.STRINGS);

    /** For each perspective: how often it asserts each value now. */
    private final Map<String, Map<String, Integer>> byPerspective = new HashMap<>();

    private final List<T> opened = new ArrayList<>();
    private int dividedPerspectives;
    private boolean valuesChanged;
    private @Nullable Found current;

    private CardinalityViolations(
            Function<? super T, String> valueOf,
            Function<? super T, RecordIdentity> recordOf,
            Consumer<Found> listener) {
        this.valueOf = valueOf;
        this.recordOf = recordOf;
        this.listener = listener;
    }

    /**
     * An interval with several values.
     *
     * @param records the records that assert each value anywhere in the interval; at least two
     *     values, sorted
     * @param perspectiveDivided whether a single perspective asserts two of the values at some time
     *     in the interval
     */
    record Found(
            Interval interval,
            SortedMap<String, SortedSet<RecordIdentity>> records,
            boolean perspectiveDivided) {

        /** Whether all the values come from one record. */
        boolean isOfOneRecord() {
            RecordIdentity first = records.get(records.firstKey()).first();
            for (SortedSet<RecordIdentity> each : records.values()) {
                if (each.size() > 1 || !each.first().equals(first)) {
                    return false;
                }
            }
            return true;
        }

        /** All records that assert any of the values, sorted. */
        SortedSet<RecordIdentity> allRecords() {
            SortedSet<RecordIdentity> all = new TreeSet<>();
            records.values().forEach(all::addAll);
            return all;
        }
    }

    /** Emits all such intervals, in order of time. */
    static <T> void over(
            List<T> assertions,
            Function<? super T, Interval> intervalOf,
            Function<? super T, String> valueOf,
            Function<? super T, RecordIdentity> recordOf,
            Consumer<Found> listener) {
        CardinalityViolations<T> sweep = new CardinalityViolations<>(valueOf, recordOf, listener);
        TimeSweep.over(assertions, intervalOf, sweep);
        sweep.emitCurrent();
    }

    @Override
    public void opens(T assertion) {
        String value = valueOf.apply(assertion);
        RecordIdentity record = recordOf.apply(assertion);
        Map<RecordIdentity, Integer> records = active.get(value);
        if (records == null) {
            records = new HashMap<>();
            active.put(value, records);
            valuesChanged = true;
        }
        Tally.add(records, record);
        opened.add(assertion);
        Map<String, Integer> values =
                byPerspective.computeIfAbsent(record.perspective(), unused -> new HashMap<>());
        if (Tally.add(values, value) && values.size() == 2) {
            dividedPerspectives++;
        }
    }

    @Override
    public void closes(T assertion) {
        String value = valueOf.apply(assertion);
        RecordIdentity record = recordOf.apply(assertion);
        Map<RecordIdentity, Integer> records = active.get(value);
        Tally.remove(records, record);
        if (records.isEmpty()) {
            active.remove(value);
            valuesChanged = true;
        }
        Map<String, Integer> values = byPerspective.get(record.perspective());
        if (Tally.remove(values, value) && values.size() == 1) {
            dividedPerspectives--;
        }
    }

    @Override
    public void atom(Interval atom) {
        Found last = current;
        if (last != null && continues(last, atom)) {
            opened.forEach(
                    assertion ->
                            last.records()
                                    .get(valueOf.apply(assertion))
                                    .add(recordOf.apply(assertion)));
            current =
                    new Found(
                            last.interval().span(atom),
                            last.records(),
                            last.perspectiveDivided() || dividedPerspectives > 0);
        } else {
            emitCurrent();
            if (active.size() > 1) {
                current = new Found(atom, activeRecords(), dividedPerspectives > 0);
            }
        }
        opened.clear();
        valuesChanged = false;
    }

    private boolean continues(Found last, Interval atom) {
        return last.interval().end() == atom.start()
                && (!valuesChanged || last.records().keySet().equals(active.keySet()));
    }

    private SortedMap<String, SortedSet<RecordIdentity>> activeRecords() {
        SortedMap<String, SortedSet<RecordIdentity>> records =
                new TreeMap<>(CodePointOrder.STRINGS);
        active.forEach((value, by) -> records.put(value, new TreeSet<>(by.keySet())));
        return records;
    }

    private void emitCurrent() {
        if (current != null) {
            listener.accept(current);
            current = null;
        }
    }
}
