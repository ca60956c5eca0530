package io.kindred.resolve.query;

import io.kindred.model.Explanation.Comparison;
import io.kindred.model.Explanation.Entry;
import io.kindred.model.Explanation.Reason;
import io.kindred.model.Explanation.Seen;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.KeyTest;
import io.kindred.ontology.Ontology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    private static Reason reason(IdentityKey key, List<Entry> first, List<Entry> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return Reason.MISSING;
        }
        Map<List<String>, Entry> byValues = new HashMap<>();
        first.forEach(entry -> byValues.put(entry.values(), entry));
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
