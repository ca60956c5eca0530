package io.kindred.resolve.query;

import io.kindred.model.Explanation.Comparison;
import io.kindred.model.Explanation.Entry;
import io.kindred.model.Explanation.Reason;
import io.kindred.model.Explanation.Seen;
import io.kindred.model.PairEvidence.Finding;
import io.kindred.model.PairEvidence.KeyEvidence;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.KeyTest;
import io.kindred.ontology.Ontology;
import io.kindred.temporal.IntervalSet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the key entries of two records that no chain of groups links. */
final class Comparisons {

    private Comparisons() {}

    /**
     * For each identity key, the reason why it does not link the records. Empty if their types
     * differ.
     */
    static List<Comparison> of(Ontology ontology, Seen first, Seen second) {
        String entityType = first.record().entityType();
        if (!entityType.equals(second.record().entityType())) {
            return List.of();
        }
        List<Comparison> comparisons = new ArrayList<>();
        for (IdentityKey key : ontology.rules(entityType).orElseThrow().identityKeys()) {
            List<Entry> ofFirst = first.entries(key.name());
            List<Entry> ofSecond = second.entries(key.name());
            comparisons.add(
                    new Comparison(key.name(), reason(key, ofFirst, ofSecond), ofFirst, ofSecond));
        }
        return comparisons;
    }

    /**
     * What each key finds of two records that no shard has together. So they have no values of a
     * key with a test or score at the same time, and there is nothing to test.
     */
    static List<KeyEvidence> evidence(Ontology ontology, Seen first, Seen second) {
        String entityType = first.record().entityType();
        List<KeyEvidence> all = new ArrayList<>();
        List<Comparison> comparisons = of(ontology, first, second);
        for (int position = 0; position < comparisons.size(); position++) {
            Comparison each = comparisons.get(position);
            IdentityKey key = ontology.rules(entityType).orElseThrow().key(position);
            Map<List<String>, Entry> byValues = byValues(each.first());
            Optional<Entry> shown =
                    each.second().stream()
                            .filter(
                                    entry ->
                                            Optional.ofNullable(byValues.get(entry.values()))
                                                    .map(same -> ofEqual(key, same, entry))
                                                    .equals(Optional.of(each.reason())))
                            .findFirst();
            all.add(
                    new KeyEvidence(
                            key.name(),
                            finding(each.reason()),
                            shown.map(Entry::values).orElse(List.of()),
                            shown.map(
                                            entry ->
                                                    entry.times()
                                                            .intersection(
                                                                    byValues.get(entry.values())
                                                                            .times()))
                                    .orElse(IntervalSet.EMPTY),
                            List.of(),
                            Optional.empty()));
        }
        return all;
    }

    private static Finding finding(Reason reason) {
        return switch (reason) {
            case MISSING -> Finding.MISSING;
            case DIFFERENT_VALUES -> Finding.DIFFERENT_VALUES;
            case NO_OVERLAP -> Finding.NO_OVERLAP;
            case GENERIC -> Finding.GENERIC;
            case TEST_FAILS -> Finding.TEST_FAILS;
            case BELOW_LINK -> Finding.BELOW_LINK;
            case UNDER_WAY -> Finding.LINKED;
        };
    }

    private static Reason reason(IdentityKey key, List<Entry> first, List<Entry> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return Reason.MISSING;
        }
        Map<List<String>, Entry> byValues = byValues(first);
        Reason reason = Reason.DIFFERENT_VALUES;
        for (Entry entry : second) {
            Entry same = byValues.get(entry.values());
            if (same != null) {
                Reason found = ofEqual(key, same, entry);
                reason = found.compareTo(reason) > 0 ? found : reason;
            }
        }
        return reason;
    }

    private static Map<List<String>, Entry> byValues(List<Entry> entries) {
        Map<List<String>, Entry> byValues = new HashMap<>();
        entries.forEach(entry -> byValues.put(entry.values(), entry));
        return byValues;
    }

    private static Reason ofEqual(IdentityKey key, Entry first, Entry second) {
        if (first.isGeneric() || second.isGeneric()) {
            return Reason.GENERIC;
        }
        if (!first.times().overlaps(second.times())) {
            return Reason.NO_OVERLAP;
        }
        if (key.test() instanceof KeyTest.Tested) {
            return Reason.TEST_FAILS;
        }
        return key.test() instanceof KeyTest.Scored ? Reason.BELOW_LINK : Reason.UNDER_WAY;
    }
}
