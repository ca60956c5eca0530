package io.kindred.resolve.entity;

import io.kindred.model.CodePointOrder;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.AttributeWeight;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.cluster.Tally;
import io.kindred.resolve.record.NormalizedRecord.Value;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The values of an attribute that are asserted at the current time of a sweep, with what
 * survivorship needs to choose between them. Adding and removing take logarithmic time.
 */
final class ActiveValues {

    private final String attribute;
    private final Ontology ontology;
    private final SortedMap<String, Support> supports = new TreeMap<>(CodePointOrder.STRINGS);

    ActiveValues(String attribute, Ontology ontology) {
        this.attribute = attribute;
        this.ontology = ontology;
    }

    /** The records that assert a value, their weights and their starts. */
    static final class Support {
        private final Map<RecordIdentity, Integer> records = new HashMap<>();
        private final TreeMap<AttributeWeight, Integer> weights = new TreeMap<>();
        private final TreeMap<Long, Integer> starts = new TreeMap<>();

        int records() {
            return records.size();
        }

        AttributeWeight greatestWeight() {
            return weights.lastKey();
        }

        long greatestStart() {
            return starts.lastKey();
        }
    }

    void add(Value value) {
        Support support = supports.computeIfAbsent(value.normalized(), unused -> new Support());
        Tally.add(support.records, value.record());
        Tally.add(support.weights, weight(value));
        Tally.add(support.starts, value.interval().start());
    }

    void remove(Value value) {
        Support support = supports.get(value.normalized());
        Tally.remove(support.records, value.record());
        Tally.remove(support.weights, weight(value));
        Tally.remove(support.starts, value.interval().start());
        if (support.records.isEmpty()) {
            supports.remove(value.normalized());
        }
    }

    /** The normalised values asserted now, sorted, with their support. */
    SortedMap<String, Support> supports() {
        return supports;
    }

    private AttributeWeight weight(Value value) {
        return ontology.weight(value.record().perspective(), attribute);
    }
}
