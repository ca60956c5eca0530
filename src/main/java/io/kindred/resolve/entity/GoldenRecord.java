package io.kindred.resolve.entity;

import io.kindred.model.CodePointOrder;
import io.kindred.ontology.AttributeRules.Preference;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.entity.ActiveValues.Support;
import io.kindred.resolve.entity.CoalescedIntervals.Coalesced;
import io.kindred.resolve.record.NormalizedRecord.Value;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;
import io.kindred.temporal.TimeSweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * Computes the golden record of an entity over time (survivorship).
 *
 * <p>Attributes of cardinality many keep every value. For an attribute of cardinality one, a sweep
 * over time chooses in each atom: the value of the greatest weight, then by the attribute's
 * preferences ({@code MAJORITY}, {@code LATEST}). If a tie is left, there is no golden value for
 * that atom.
 *
 * <p>Example: record 1 asserts A over [1, 9) with weight 2, records 2 and 3 assert B over [3, 6)
 * with weight 1. A is golden over [1, 9). With equal weights and {@code MAJORITY}, A is golden over
 * [1, 3), B over [3, 6) and A over [6, 9).
 *
 * <p>Costs a sort of the values of each attribute whose values differ.
 */
public final class GoldenRecord {

    private final Ontology ontology;
    private final EntityTypeRules rules;

    public GoldenRecord(Ontology ontology, EntityTypeRules rules) {
        this.ontology = ontology;
        this.rules = rules;
    }

    /**
     * The golden values of the attributes, which must be sorted. Ordered by attribute, start,
     * normalised value.
     */
    public List<GoldenEntry> of(List<AttributeTimeline> attributes) {
        List<GoldenEntry> golden = new ArrayList<>();
        for (AttributeTimeline timeline : attributes) {
            if (timeline.hasOneValue()) {
                addOne(timeline, golden);
            } else if (rules.isMany(timeline.attribute())) {
                addAll(timeline, golden);
            } else if (timeline.isSequential()) {
                addSequential(timeline, golden);
            } else {
                addChosen(timeline, golden);
            }
        }
        return golden;
    }

    private static void addOne(AttributeTimeline timeline, List<GoldenEntry> golden) {
        List<Interval> intervals = new ArrayList<>(timeline.values().size());
        for (Value value : timeline.values()) {
            intervals.add(value.interval());
        }
        String only = timeline.values().get(0).normalized();
        for (Interval each : IntervalSet.of(intervals)) {
            golden.add(shown(timeline, new Coalesced<>(each, only)));
        }
    }

    /** Values that never overlap, sorted by start: there is nothing to choose. */
    private static void addSequential(AttributeTimeline timeline, List<GoldenEntry> golden) {
        Interval span = null;
        String last = "";
        for (Value value : timeline.values()) {
            Interval next = value.interval();
            if (span != null && span.overlapsOrTouches(next) && last.equals(value.normalized())) {
                span = span.span(next);
            } else {
                if (span != null) {
                    golden.add(shown(timeline, new Coalesced<>(span, last)));
                }
                span = next;
                last = value.normalized();
            }
        }
        if (span != null) {
            golden.add(shown(timeline, new Coalesced<>(span, last)));
        }
    }

    /** Each value over its own coalesced intervals. */
    private static void addAll(AttributeTimeline timeline, List<GoldenEntry> golden) {
        Map<String, List<Interval>> times = new HashMap<>();
        for (Value value : timeline.values()) {
            times.computeIfAbsent(value.normalized(), unused -> new ArrayList<>())
                    .add(value.interval());
        }
        List<Coalesced<String>> coalesced = new ArrayList<>();
        times.forEach(
                (value, intervals) ->
                        IntervalSet.of(intervals)
                                .forEach(each -> coalesced.add(new Coalesced<>(each, value))));
        coalesced.sort(
                Comparator.comparingLong((Coalesced<String> each) -> each.interval().start())
                        .thenComparing(Coalesced::value, CodePointOrder.STRINGS));
        coalesced.forEach(each -> golden.add(shown(timeline, each)));
    }

    private void addChosen(AttributeTimeline timeline, List<GoldenEntry> golden) {
        CoalescedIntervals<String> chosen = new CoalescedIntervals<>();
        ActiveValues active = new ActiveValues(timeline.attribute(), ontology);
        TimeSweep.over(
                timeline.values(),
                Value::interval,
                new TimeSweep.Visitor<Value>() {
                    @Override
                    public void opens(Value value) {
                        active.add(value);
                    }

                    @Override
                    public void closes(Value value) {
                        active.remove(value);
                    }

                    @Override
                    public void atom(Interval atom) {
                        choose(timeline.attribute(), active.supports())
                                .ifPresent(value -> chosen.add(atom, value));
                    }
                });
        chosen.all().forEach(each -> golden.add(shown(timeline, each)));
    }

    private static GoldenEntry shown(AttributeTimeline timeline, Coalesced<String> each) {
        return new GoldenEntry(
                timeline.attribute(), each.value(), timeline.shown(each.value()), each.interval());
    }

    /**
     * The surviving value of an atom: the heaviest, then by the attribute's preferences. Empty on a
     * tie.
     */
    private Optional<String> choose(String attribute, SortedMap<String, Support> asserted) {
        if (asserted.size() == 1) {
            return Optional.of(asserted.firstKey());
        }
        Map<String, Support> left = greatest(asserted, Support::greatestWeight);
        for (Preference preference : rules.attribute(attribute).prefer()) {
            left =
                    switch (preference) {
                        case MAJORITY -> greatest(left, Support::records);
                        case LATEST -> greatest(left, Support::greatestStart);
                    };
        }
        return left.size() == 1 ? Optional.of(left.keySet().iterator().next()) : Optional.empty();
    }

    /** The values with the greatest score. */
    private static <N extends Comparable<N>> Map<String, Support> greatest(
            Map<String, Support> candidates, Function<Support, N> score) {
        Map<String, Support> best = new HashMap<>();
        N greatest = null;
        for (Map.Entry<String, Support> candidate : candidates.entrySet()) {
            N own = score.apply(candidate.getValue());
            int order = greatest == null ? 1 : own.compareTo(greatest);
            if (order > 0) {
                best.clear();
                greatest = own;
            }
            if (order >= 0) {
                best.put(candidate.getKey(), candidate.getValue());
            }
        }
        return best;
    }
}
