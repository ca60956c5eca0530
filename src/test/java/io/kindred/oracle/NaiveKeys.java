package io.kindred.oracle;

import io.kindred.model.Decision;
import io.kindred.model.GenericKey;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;
import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Identity keys: entries, groups and generic values. */
final class NaiveKeys {

    private NaiveKeys() {}

    /** A record has the values of a key over an interval. */
    record Entry(RecordIdentity record, List<String> values, Interval interval) {}

    /** A run of overlapping entries with equal values. */
    record Group(IdentityKey key, List<String> values, Interval run, Set<RecordIdentity> members) {}

    /** All groups in canonical order. */
    static List<Group> groups(Facts facts) {
        List<Group> groups = new ArrayList<>();
        for (IdentityKey key : facts.rules().identityKeys()) {
            Map<List<String>, List<Entry>> byValues = entries(facts, key);
            byValues.keySet().stream()
                    .sorted(NaiveOrder.LISTS)
                    .filter(values -> !isGeneric(key, byValues.get(values)))
                    .forEach(values -> groups.addAll(runs(key, values, byValues.get(values))));
        }
        return groups;
    }

    /** The group that a decision about two records is shown as. */
    static Group decided(Decision same) {
        return new Group(
                new IdentityKey("decision", List.of(), OptionalLong.empty()),
                List.of(
                        same.lesser().perspective(),
                        same.lesser().uid(),
                        same.greater().perspective(),
                        same.greater().uid()),
                Interval.ALWAYS,
                Set.of(same.lesser(), same.greater()));
    }

    /** All generic values. */
    static List<GenericKey> generic(Facts facts) {
        List<GenericKey> generic = new ArrayList<>();
        for (IdentityKey key : facts.rules().identityKeys()) {
            entries(facts, key)
                    .forEach(
                            (values, entries) -> {
                                if (isGeneric(key, entries)) {
                                    generic.add(
                                            new GenericKey(
                                                    facts.entityType(),
                                                    key.name(),
                                                    values,
                                                    records(entries).size()));
                                }
                            });
        }
        return generic;
    }

    private static boolean isGeneric(IdentityKey key, List<Entry> entries) {
        return key.maxRecords().isPresent()
                && records(entries).size() > key.maxRecords().getAsLong();
    }

    private static Set<RecordIdentity> records(List<Entry> entries) {
        Set<RecordIdentity> records = new HashSet<>();
        entries.forEach(entry -> records.add(entry.record()));
        return records;
    }

    private static List<Group> runs(IdentityKey key, List<String> values, List<Entry> entries) {
        List<Entry> sorted =
                entries.stream()
                        .sorted(Comparator.comparing(Entry::interval, NaiveOrder.INTERVALS))
                        .toList();
        List<List<Entry>> runs = new ArrayList<>();
        long greatestEnd = 0;
        for (Entry entry : sorted) {
            if (runs.isEmpty() || entry.interval().start() >= greatestEnd) {
                runs.add(new ArrayList<>());
                greatestEnd = entry.interval().end();
            }
            runs.get(runs.size() - 1).add(entry);
            greatestEnd = Math.max(greatestEnd, entry.interval().end());
        }
        return runs.stream().map(run -> new Group(key, values, span(run), records(run))).toList();
    }

    private static Interval span(List<Entry> run) {
        return new Interval(
                run.stream().mapToLong(entry -> entry.interval().start()).min().orElseThrow(),
                run.stream().mapToLong(entry -> entry.interval().end()).max().orElseThrow());
    }

    /** Every record's entries, those with equal values coalesced, by values. */
    private static Map<List<String>, List<Entry>> entries(Facts facts, IdentityKey key) {
        Map<List<String>, List<Entry>> byValues = new HashMap<>();
        for (RecordIdentity record : facts.records()) {
            Map<List<String>, List<Interval>> own = new HashMap<>();
            choices(facts.of(Set.of(record)), key, record)
                    .forEach(
                            entry ->
                                    own.computeIfAbsent(entry.values(), v -> new ArrayList<>())
                                            .add(entry.interval()));
            own.forEach(
                    (values, intervals) -> {
                        List<Entry> entries =
                                byValues.computeIfAbsent(values, v -> new ArrayList<>());
                        for (Interval interval : NaiveTime.coalesce(intervals)) {
                            entries.add(new Entry(record, values, interval));
                        }
                    });
        }
        return byValues;
    }

    /** Every choice of one assertion per key attribute that have some time in common. */
    private static List<Entry> choices(
            List<Assertion> assertions, IdentityKey key, RecordIdentity record) {
        List<Entry> choices = List.of(new Entry(record, List.of(), Interval.ALWAYS));
        for (KeyAttribute attribute : key.attributes()) {
            List<Entry> longer = new ArrayList<>();
            for (Entry choice : choices) {
                for (Assertion assertion : assertions) {
                    if (attribute.alternatives().contains(assertion.attribute())) {
                        String value = NaiveNormalizers.run(attribute.steps(), assertion.value());
                        Optional<Interval> common =
                                NaiveTime.common(choice.interval(), assertion.interval());
                        if (!value.isEmpty() && common.isPresent()) {
                            List<String> values = new ArrayList<>(choice.values());
                            values.add(value);
                            longer.add(new Entry(record, values, common.get()));
                        }
                    }
                }
            }
            choices = longer;
        }
        return choices;
    }
}
