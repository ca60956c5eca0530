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
 * Finds the maximal intervals over which records assert two or more different things at once, the
 * set of things being the same throughout.
 *
 * <p>One sweep. An interval is told as soon as it is over, so that only one is held; it costs as
 * many steps as it names records and has atoms.
 */
final class CardinalityViolations<T> implements TimeSweep.Visitor<T> {

    private final Function<? super T, String> thingOf;
    private final Function<? super T, RecordIdentity> recordOf;
    private final Consumer<Found> listener;

    /** How often each record asserts each thing now. */
    private final SortedMap<String, Map<RecordIdentity, Integer>> active =
            new TreeMap<>(CodePointOrder.STRINGS);

    /** How often each perspective asserts each thing now. */
    private final Map<String, Map<String, Integer>> byPerspective = new HashMap<>();

    private final List<T> opened = new ArrayList<>();
    private int dividedPerspectives;
    private boolean thingsChanged;
    private @Nullable Found current;

    private CardinalityViolations(
            Function<? super T, String> thingOf,
            Function<? super T, RecordIdentity> recordOf,
            Consumer<Found> listener) {
        this.thingOf = thingOf;
        this.recordOf = recordOf;
        this.listener = listener;
    }

    /**
     * An interval with several things.
     *
     * @param records who asserts each thing anywhere in the interval; the things sorted, at least
     *     two
     * @param perspectiveDivided whether somewhere in it one perspective asserts two of the things
     */
    record Found(
            Interval interval,
            SortedMap<String, SortedSet<RecordIdentity>> records,
            boolean perspectiveDivided) {

        /** Whether one record alone asserts all the things. */
        boolean isOfOneRecord() {
            RecordIdentity first = records.get(records.firstKey()).first();
            for (SortedSet<RecordIdentity> each : records.values()) {
                if (each.size() > 1 || !each.first().equals(first)) {
                    return false;
                }
            }
            return true;
        }

        /** All who assert any of the things, sorted. */
        SortedSet<RecordIdentity> allRecords() {
            SortedSet<RecordIdentity> all = new TreeSet<>();
            records.values().forEach(all::addAll);
            return all;
        }
    }

    /** Tells all such intervals, in order of time. */
    static <T> void over(
            List<T> assertions,
            Function<? super T, Interval> intervalOf,
            Function<? super T, String> thingOf,
            Function<? super T, RecordIdentity> recordOf,
            Consumer<Found> listener) {
        CardinalityViolations<T> sweep = new CardinalityViolations<>(thingOf, recordOf, listener);
        TimeSweep.over(assertions, intervalOf, sweep);
        sweep.tell();
    }

    @Override
    public void opens(T assertion) {
        String thing = thingOf.apply(assertion);
        RecordIdentity record = recordOf.apply(assertion);
        Map<RecordIdentity, Integer> records = active.get(thing);
        if (records == null) {
            records = new HashMap<>();
            active.put(thing, records);
            thingsChanged = true;
        }
        Tally.add(records, record);
        opened.add(assertion);
        Map<String, Integer> things =
                byPerspective.computeIfAbsent(record.perspective(), unused -> new HashMap<>());
        if (Tally.add(things, thing) && things.size() == 2) {
            dividedPerspectives++;
        }
    }

    @Override
    public void closes(T assertion) {
        String thing = thingOf.apply(assertion);
        RecordIdentity record = recordOf.apply(assertion);
        Map<RecordIdentity, Integer> records = active.get(thing);
        Tally.remove(records, record);
        if (records.isEmpty()) {
            active.remove(thing);
            thingsChanged = true;
        }
        Map<String, Integer> things = byPerspective.get(record.perspective());
        if (Tally.remove(things, thing) && things.size() == 1) {
            dividedPerspectives--;
        }
    }

    @Override
    public void atom(Interval atom) {
        Found last = current;
        if (last != null && goesOn(last, atom)) {
            opened.forEach(
                    assertion ->
                            last.records()
                                    .get(thingOf.apply(assertion))
                                    .add(recordOf.apply(assertion)));
            current =
                    new Found(
                            last.interval().span(atom),
                            last.records(),
                            last.perspectiveDivided() || dividedPerspectives > 0);
        } else {
            tell();
            if (active.size() > 1) {
                current = new Found(atom, activeRecords(), dividedPerspectives > 0);
            }
        }
        opened.clear();
        thingsChanged = false;
    }

    private boolean goesOn(Found last, Interval atom) {
        return last.interval().end() == atom.start()
                && (!thingsChanged || last.records().keySet().equals(active.keySet()));
    }

    private SortedMap<String, SortedSet<RecordIdentity>> activeRecords() {
        SortedMap<String, SortedSet<RecordIdentity>> records =
                new TreeMap<>(CodePointOrder.STRINGS);
        active.forEach((thing, by) -> records.put(thing, new TreeSet<>(by.keySet())));
        return records;
    }

    private void tell() {
        if (current != null) {
            listener.accept(current);
            current = null;
        }
    }
}
