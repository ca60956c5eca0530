package io.kindred.resolve.entity;

import io.kindred.model.CodePointOrder;
import io.kindred.ontology.AttributeRules.Preference;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.entity.ActiveValues.Support;
import io.kindred.resolve.entity.CoalescedIntervals.Stretch;
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

/** Chooses the golden values of an entity over time. */
public final class GoldenRecord {

    private final Ontology ontology;
    private final EntityTypeRules rules;

    public GoldenRecord(Ontology ontology, EntityTypeRules rules) {
        this.ontology = ontology;
        this.rules = rules;
    }

    /**
     * The golden values of the attributes, which are sorted: by attribute, start, normalised value.
     */
    public List<GoldenEntry> of(List<AttributeTimeline> attributes) {
        List<GoldenEntry> golden = new ArrayList<>();
        for (AttributeTimeline timeline : attributes) {
            if (timeline.hasOneValue()) {
                addOne(timeline, golden);
            } else if (rules.isMany(timeline.attribute())) {
                addAll(timeline, golden);
            } else if (timeline.isInTurn()) {
                addInTurn(timeline, golden);
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
            golden.add(shown(timeline, new Stretch<>(each, only)));
        }
    }

    /** Values that never overlap, by start: nothing is to be chosen. */
    private static void addInTurn(AttributeTimeline timeline, List<GoldenEntry> golden) {
        Interval span = null;
        String holding = "";
        for (Value value : timeline.values()) {
            Interval next = value.interval();
            if (span != null
                    && span.overlapsOrTouches(next)
                    && holding.equals(value.normalized())) {
                span = span.span(next);
            } else {
                if (span != null) {
                    golden.add(shown(timeline, new Stretch<>(span, holding)));
                }
                span = next;
                holding = value.normalized();
            }
        }
        if (span != null) {
            golden.add(shown(timeline, new Stretch<>(span, holding)));
        }
    }

    /** Each value over its own coalesced intervals. */
    private static void addAll(AttributeTimeline timeline, List<GoldenEntry> golden) {
        Map<String, List<Interval>> times = new HashMap<>();
        for (Value value : timeline.values()) {
            times.computeIfAbsent(value.normalized(), unused -> new ArrayList<>())
                    .add(value.interval());
        }
        List<Stretch<String>> holds = new ArrayList<>();
        times.forEach(
                (value, intervals) ->
                        IntervalSet.of(intervals)
                                .forEach(each -> holds.add(new Stretch<>(each, value))));
        holds.sort(
                Comparator.comparingLong((Stretch<String> hold) -> hold.interval().start())
                        .thenComparing(Stretch::thing, CodePointOrder.STRINGS));
        holds.forEach(hold -> golden.add(shown(timeline, hold)));
    }

    private void addChosen(AttributeTimeline timeline, List<GoldenEntry> golden) {
        CoalescedIntervals<String> stretches = new CoalescedIntervals<>();
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
                                .ifPresent(value -> stretches.add(atom, value));
                    }
                });
        stretches.all().forEach(hold -> golden.add(shown(timeline, hold)));
    }

    private static GoldenEntry shown(AttributeTimeline timeline, Stretch<String> hold) {
        return new GoldenEntry(
                timeline.attribute(), hold.thing(), timeline.shown(hold.thing()), hold.interval());
    }

    /** The value that holds in an atom: the heaviest, then as the attribute prefers. */
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

    /** The values whose score is the greatest. */
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
