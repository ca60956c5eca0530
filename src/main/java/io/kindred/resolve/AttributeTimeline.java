package io.kindred.resolve;

import io.kindred.model.CodePointOrder;
import io.kindred.ontology.AttributeWeight;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.NormalizedRecord.Value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The values of one attribute of an entity over time, and how each is shown. */
final class AttributeTimeline {

    private final String attribute;
    private final List<Value> values;
    private final Map<String, String> representatives;

    private AttributeTimeline(
            String attribute, List<Value> values, Map<String, String> representatives) {
        this.attribute = attribute;
        this.values = values;
        this.representatives = representatives;
    }

    /** Of the values of an entity's records; at least one. */
    static AttributeTimeline of(String attribute, List<Value> values, Ontology ontology) {
        record Best(AttributeWeight weight, String raw) {}
        Map<String, Best> best = new HashMap<>();
        for (Value value : values) {
            Best candidate =
                    new Best(ontology.weight(value.record().perspective(), attribute), value.raw());
            best.merge(
                    value.normalized(),
                    candidate,
                    (a, b) -> {
                        int order = a.weight().compareTo(b.weight());
                        if (order == 0) {
                            order = CodePointOrder.compare(b.raw(), a.raw());
                        }
                        return order >= 0 ? a : b;
                    });
        }
        Map<String, String> representatives = new HashMap<>();
        best.forEach((normalized, shown) -> representatives.put(normalized, shown.raw()));
        return new AttributeTimeline(attribute, values, representatives);
    }

    /** The timelines of all attributes that the records assert, sorted by attribute. */
    static List<AttributeTimeline> ofAll(Collection<NormalizedRecord> records, Ontology ontology) {
        Map<String, List<Value>> values = new TreeMap<>(CodePointOrder.STRINGS);
        for (NormalizedRecord record : records) {
            record.values()
                    .forEach(
                            (attribute, own) ->
                                    values.computeIfAbsent(attribute, unused -> new ArrayList<>())
                                            .addAll(own));
        }
        List<AttributeTimeline> timelines = new ArrayList<>(values.size());
        values.forEach((attribute, all) -> timelines.add(of(attribute, all, ontology)));
        return timelines;
    }

    String attribute() {
        return attribute;
    }

    List<Value> values() {
        return values;
    }

    /** The raw value that stands for a normalised one. */
    String shown(String normalized) {
        return representatives.get(normalized);
    }

    /** Whether all values are one, so that nothing can be at odds. */
    boolean hasOneValue() {
        return representatives.size() == 1;
    }
}
