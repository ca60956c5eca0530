package io.kindred.oracle;

import io.kindred.model.Decision;
import io.kindred.model.GenericKey;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;
import io.kindred.ontology.KeyTest;
import io.kindred.ontology.PairTest;
import io.kindred.oracle.NaiveScores.Link;
import io.kindred.temporal.Interval;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
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

    /**
     * Records that are visited together: a run of overlapping entries with equal values, those of
     * them that a test links, or the two of a scored link or a decision.
     *
     * @param run when they have what links them
     * @param score of a scored link
     */
    record Group(
            IdentityKey key,
            List<String> values,
            Interval run,
            Set<RecordIdentity> members,
            OptionalLong score) {

        private static final Comparator<Group> WITHIN_VALUES =
                Comparator.comparingLong((Group group) -> group.run().start())
                        .thenComparing(
                                group -> NaiveOrder.sortedIdentities(group.members()),
                                NaiveOrder.lists(NaiveOrder.IDENTITIES));
    }

    /** A run of overlapping entries with equal values, all of them. */
    record Block(IdentityKey key, List<String> values, List<Entry> entries) {

        private Interval run() {
            return NaiveTime.span(entries.stream().map(Entry::interval).toList());
        }
    }

    /** All groups in canonical order. */
    static List<Group> groups(Facts facts) {
        List<Group> groups = new ArrayList<>();
        for (IdentityKey key : facts.rules().identityKeys()) {
            List<Group> ofKey = new ArrayList<>();
            blocks(facts, key).forEach(block -> ofKey.addAll(groups(facts, block)));
            ofKey.sort(
                    Comparator.comparing(Group::values, NaiveOrder.LISTS)
                            .thenComparing(Group.WITHIN_VALUES));
            groups.addAll(ofKey);
        }
        return groups;
    }

    private static List<Group> groups(Facts facts, Block block) {
        if (block.key().test() instanceof KeyTest.Tested tested) {
            return linked(facts, block, tested.test());
        }
        if (block.key().test() instanceof KeyTest.Scored) {
            return List.of();
        }
        return List.of(
                new Group(
                        block.key(),
                        block.values(),
                        block.run(),
                        records(block.entries()),
                        OptionalLong.empty()));
    }

    /** The runs of a key whose values are not generic. */
    static List<Block> blocks(Facts facts, IdentityKey key) {
        List<Block> blocks = new ArrayList<>();
        entries(facts, key)
                .forEach(
                        (values, entries) -> {
                            if (!isGeneric(key, entries)) {
                                runs(entries)
                                        .forEach(run -> blocks.add(new Block(key, values, run)));
                            }
                        });
        return blocks;
    }

    /** A moment at which the test of a key holds for two records of a block. */
    private record Linked(Set<RecordIdentity> pair, Interval moment) {}

    /** The connected components of the links in a block. */
    private static List<Group> linked(Facts facts, Block block, PairTest test) {
        List<Linked> links = links(facts, block, test);
        List<Set<RecordIdentity>> components = new ArrayList<>();
        for (Linked link : links) {
            Set<RecordIdentity> joined = new HashSet<>(link.pair());
            for (Set<RecordIdentity> component : components) {
                if (!Collections.disjoint(component, link.pair())) {
                    joined.addAll(component);
                }
            }
            components.removeIf(joined::containsAll);
            components.add(joined);
        }
        List<Group> groups = new ArrayList<>();
        for (Set<RecordIdentity> component : components) {
            Interval span =
                    NaiveTime.span(
                            links.stream()
                                    .filter(link -> component.containsAll(link.pair()))
                                    .map(Linked::moment)
                                    .toList());
            groups.add(
                    new Group(block.key(), block.values(), span, component, OptionalLong.empty()));
        }
        return groups;
    }

    private static List<Linked> links(Facts facts, Block block, PairTest test) {
        NaiveTests tests = new NaiveTests(facts);
        List<Linked> links = new ArrayList<>();
        for (Entry a : block.entries()) {
            for (Entry b : block.entries()) {
                Optional<Interval> common = NaiveTime.common(a.interval(), b.interval());
                if (NaiveOrder.IDENTITIES.compare(a.record(), b.record()) < 0
                        && common.isPresent()) {
                    for (Interval moment : tests.moments(a.record(), b.record(), common.get())) {
                        if (tests.holds(test, a.record(), b.record(), moment)) {
                            links.add(new Linked(Set.of(a.record(), b.record()), moment));
                        }
                    }
                }
            }
        }
        return links;
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
                Set.of(same.lesser(), same.greater()),
                OptionalLong.empty());
    }

    /** The group that a scored link is shown as. */
    static Group linked(Link link) {
        return new Group(
                link.key(),
                link.values(),
                link.interval(),
                Set.of(link.lesser(), link.greater()),
                OptionalLong.of(link.score()));
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

    private static List<List<Entry>> runs(List<Entry> entries) {
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
        return runs;
    }

    /** Every record's entries, those with equal values coalesced, by values. */
    private static Map<List<String>, List<Entry>> entries(Facts facts, IdentityKey key) {
        Map<List<String>, List<Entry>> byValues = new HashMap<>();
        for (RecordIdentity record : facts.records()) {
            Map<List<String>, List<Interval>> own = new HashMap<>();
            choices(facts.of(record), key, record)
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

    /** Every choice of one value per key attribute that have some time in common. */
    private static List<Entry> choices(
            List<Assertion> assertions, IdentityKey key, RecordIdentity record) {
        List<List<Valid>> columns =
                key.attributes().stream().map(each -> column(assertions, each)).toList();
        List<Entry> choices = List.of(new Entry(record, List.of(), Interval.ALWAYS));
        if (hasTooMany(columns)) {
            return List.of();
        }
        for (List<Valid> column : columns) {
            List<Entry> longer = new ArrayList<>();
            for (Entry choice : choices) {
                for (Valid valid : column) {
                    Optional<Interval> common =
                            NaiveTime.common(choice.interval(), valid.interval());
                    if (common.isPresent()) {
                        List<String> values = new ArrayList<>(choice.values());
                        values.add(valid.value());
                        longer.add(new Entry(record, values, common.get()));
                    }
                }
            }
            choices = longer;
        }
        return key.isUnordered() ? choices.stream().map(NaiveKeys::sorted).toList() : choices;
    }

    private static Entry sorted(Entry entry) {
        List<String> values = entry.values().stream().sorted(NaiveOrder.STRINGS).toList();
        return new Entry(entry.record(), values, entry.interval());
    }

    private static boolean hasTooMany(List<List<Valid>> columns) {
        BigInteger combinations = BigInteger.ONE;
        for (List<Valid> column : columns) {
            long distinct = column.stream().map(Valid::value).distinct().count();
            combinations = combinations.multiply(BigInteger.valueOf(distinct));
        }
        return combinations.compareTo(BigInteger.valueOf(1000)) > 0;
    }

    /** A value as a key has it. */
    private record Valid(String value, Interval interval) {}

    private static List<Valid> column(List<Assertion> assertions, KeyAttribute attribute) {
        List<Valid> column = new ArrayList<>();
        for (Assertion assertion : assertions) {
            if (attribute.alternatives().contains(assertion.attribute())) {
                for (String value : NaiveNormalizers.all(attribute.steps(), assertion.value())) {
                    column.add(new Valid(value, assertion.interval()));
                }
            }
        }
        return column;
    }
}
