package io.kindred.resolve;

import io.kindred.model.CodePointOrder;
import io.kindred.ontology.AttributeRules;
import io.kindred.ontology.AttributeRules.Preference;
import io.kindred.ontology.AttributeWeight;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.AttributeTimeline.Atom;
import io.kindred.resolve.NormalizedRecord.Value;
import io.kindred.resolve.Stretches.Stretch;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Chooses the golden values of an entity over time. */
final class GoldenRecord {

    private final Ontology ontology;
    private final EntityTypeRules rules;

    GoldenRecord(Ontology ontology, EntityTypeRules rules) {
        this.ontology = ontology;
        this.rules = rules;
    }

    /**
     * The golden values of the attributes, which are sorted: by attribute, start, normalised value.
     */
    List<GoldenEntry> of(List<AttributeTimeline> attributes) {
        List<GoldenEntry> golden = new ArrayList<>();
        for (AttributeTimeline timeline : attributes) {
            if (rules.isMany(timeline.attribute()) || timeline.hasOneValue()) {
                addAll(timeline, golden);
            } else {
                addChosen(timeline, golden);
            }
        }
        return golden;
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
        Stretches<String> stretches = new Stretches<>();
        for (Atom atom : timeline.atoms()) {
            choose(timeline.attribute(), atom)
                    .ifPresent(value -> stretches.add(atom.interval(), value));
        }
        stretches.all().forEach(hold -> golden.add(shown(timeline, hold)));
    }

    private static GoldenEntry shown(AttributeTimeline timeline, Stretch<String> hold) {
        return new GoldenEntry(
                timeline.attribute(), hold.thing(), timeline.shown(hold.thing()), hold.interval());
    }

    /** The value that holds in the atom: the heaviest, then as the attribute prefers. */
    private Optional<String> choose(String attribute, Atom atom) {
        Set<String> left = atom.normalized();
        if (left.size() > 1) {
            left = heaviest(attribute, atom);
        }
        AttributeRules attributeRules = rules.attribute(attribute);
        for (Preference preference : attributeRules.prefer()) {
            if (left.size() > 1) {
                left =
                        switch (preference) {
                            case MAJORITY -> mostAsserted(atom.asserted(), left);
                            case LATEST -> latest(atom.asserted(), left);
                        };
            }
        }
        return left.size() == 1 ? Optional.of(left.iterator().next()) : Optional.empty();
    }

    private Set<String> heaviest(String attribute, Atom atom) {
        Map<String, AttributeWeight> weights = new HashMap<>();
        for (Value value : atom.asserted()) {
            weights.merge(
                    value.normalized(),
                    ontology.weight(value.record().perspective(), attribute),
                    (a, b) -> a.compareTo(b) >= 0 ? a : b);
        }
        return greatest(weights);
    }

    private static Set<String> mostAsserted(Collection<Value> asserted, Set<String> candidates) {
        Map<String, Set<Object>> records = new HashMap<>();
        for (Value value : asserted) {
            if (candidates.contains(value.normalized())) {
                records.computeIfAbsent(value.normalized(), unused -> new HashSet<>())
                        .add(value.record());
            }
        }
        Map<String, Integer> numbers = new HashMap<>();
        records.forEach((value, by) -> numbers.put(value, by.size()));
        return greatest(numbers);
    }

    private static Set<String> latest(Collection<Value> asserted, Set<String> candidates) {
        Map<String, Long> starts = new HashMap<>();
        for (Value value : asserted) {
            if (candidates.contains(value.normalized())) {
                starts.merge(value.normalized(), value.interval().start(), Math::max);
            }
        }
        return greatest(starts);
    }

    private static <N extends Comparable<N>> Set<String> greatest(Map<String, N> scores) {
        N greatest = scores.values().stream().max(Comparator.naturalOrder()).orElseThrow();
        return scores.entrySet().stream()
                .filter(score -> score.getValue().compareTo(greatest) == 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
