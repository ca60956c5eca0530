package io.kindred.offline.decide;

import io.kindred.model.Descriptor;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Normalization;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The values of two records for one attribute, over time. Values are equal if their normal forms
 * are.
 *
 * <p>Example: one record has the city Rome from 2019 to 2021 and then Bari, the other Rome from
 * 2020 on. They have equal values from 2020 to 2021, and different ones from 2021 on.
 *
 * @param left the values of one record by their first start; no value twice
 * @param right those of the other record
 * @param equal when they have a value in common
 * @param differ when both have a value and they have none in common
 */
record AttributeComparison(
        String attribute,
        List<ValueTimes> left,
        List<ValueTimes> right,
        IntervalSet equal,
        IntervalSet differ) {

    AttributeComparison {
        left = List.copyOf(left);
        right = List.copyOf(right);
    }

    /**
     * A value and when it is valid.
     *
     * @param value as received
     * @param isMissing whether it counts as no value, because it normalises to nothing
     */
    record ValueTimes(String value, boolean isMissing, IntervalSet times) {}

    /** Compares all attributes of two records: those that differ first, then those with equals. */
    static List<AttributeComparison> all(
            EntityTypeRules rules, List<Descriptor> left, List<Descriptor> right) {
        Set<String> attributes = new TreeSet<>();
        left.forEach(each -> attributes.add(each.attribute()));
        right.forEach(each -> attributes.add(each.attribute()));
        return attributes.stream()
                .map(attribute -> of(attribute, rules, left, right))
                .sorted(Comparator.comparing(AttributeComparison::rank))
                .toList();
    }

    /** Compares one attribute of two records. */
    static AttributeComparison of(
            String attribute,
            EntityTypeRules rules,
            List<Descriptor> left,
            List<Descriptor> right) {
        Normalization normalization = rules.attribute(attribute).normalization();
        Map<String, IntervalSet> one = normal(attribute, normalization, left);
        Map<String, IntervalSet> other = normal(attribute, normalization, right);
        IntervalSet equal = IntervalSet.EMPTY;
        for (Map.Entry<String, IntervalSet> value : one.entrySet()) {
            equal =
                    equal.union(
                            value.getValue()
                                    .intersection(
                                            other.getOrDefault(value.getKey(), IntervalSet.EMPTY)));
        }
        IntervalSet both = union(one.values()).intersection(union(other.values()));
        return new AttributeComparison(
                attribute,
                shown(attribute, normalization, left),
                shown(attribute, normalization, right),
                equal,
                without(both, equal));
    }

    private int rank() {
        if (!differ.isEmpty()) {
            return 0;
        }
        return equal.isEmpty() ? 2 : 1;
    }

    private static Map<String, IntervalSet> normal(
            String attribute, Normalization normalization, List<Descriptor> descriptors) {
        Map<String, List<Interval>> times = new LinkedHashMap<>();
        for (Descriptor each : descriptors) {
            if (each.attribute().equals(attribute)) {
                normalization
                        .apply(each.value())
                        .ifPresent(
                                value ->
                                        times.computeIfAbsent(value, unused -> new ArrayList<>())
                                                .add(each.interval()));
            }
        }
        return times.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey, each -> IntervalSet.of(each.getValue())));
    }

    private static List<ValueTimes> shown(
            String attribute, Normalization normalization, List<Descriptor> descriptors) {
        Map<String, List<Interval>> times = new LinkedHashMap<>();
        for (Descriptor each : descriptors) {
            if (each.attribute().equals(attribute)) {
                times.computeIfAbsent(each.value(), unused -> new ArrayList<>())
                        .add(each.interval());
            }
        }
        return times.entrySet().stream()
                .map(
                        each ->
                                new ValueTimes(
                                        each.getKey(),
                                        isMissing(normalization, each.getKey()),
                                        IntervalSet.of(each.getValue())))
                .sorted(Comparator.comparing(each -> each.times().span()))
                .toList();
    }

    private static boolean isMissing(Normalization normalization, String value) {
        Optional<String> normal = normalization.apply(value);
        return normal.isEmpty();
    }

    private static IntervalSet union(Collection<IntervalSet> sets) {
        return IntervalSet.of(sets.stream().flatMap(set -> set.intervals().stream()).toList());
    }

    /** The points of a set that are not in another; linear in the sizes. */
    private static IntervalSet without(IntervalSet from, IntervalSet removed) {
        List<Interval> left = new ArrayList<>();
        for (Interval each : from) {
            long start = each.start();
            for (Interval hole : removed.intersection(IntervalSet.of(each))) {
                if (start < hole.start()) {
                    left.add(new Interval(start, hole.start()));
                }
                start = hole.end();
            }
            if (start < each.end()) {
                left.add(new Interval(start, each.end()));
            }
        }
        return IntervalSet.of(left);
    }
}
