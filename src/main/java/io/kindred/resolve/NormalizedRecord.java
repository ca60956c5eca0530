package io.kindred.resolve;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A record as resolution sees it: its values in their normal form, those that mean nothing left
 * out.
 */
final class NormalizedRecord {

    private final RecordIdentity identity;
    private final Map<String, List<Value>> values;

    private NormalizedRecord(RecordIdentity identity, Map<String, List<Value>> values) {
        this.identity = identity;
        this.values = values;
    }

    /**
     * A value of a record.
     *
     * @param record the record that asserts it
     * @param normalized what comparisons use
     * @param raw what is shown
     * @param interval when it is asserted
     */
    record Value(RecordIdentity record, String normalized, String raw, Interval interval) {}

    static NormalizedRecord of(
            RecordIdentity identity, List<Descriptor> descriptors, EntityTypeRules rules) {
        Map<String, List<Value>> values = new LinkedHashMap<>();
        for (Descriptor descriptor : descriptors) {
            rules.attribute(descriptor.attribute())
                    .normalization()
                    .apply(descriptor.value())
                    .ifPresent(
                            normalized ->
                                    values.computeIfAbsent(
                                                    descriptor.attribute(),
                                                    unused -> new ArrayList<>(2))
                                            .add(
                                                    new Value(
                                                            identity,
                                                            normalized,
                                                            descriptor.value(),
                                                            descriptor.interval())));
        }
        return new NormalizedRecord(identity, values);
    }

    RecordIdentity identity() {
        return identity;
    }

    /** The values by attribute; an attribute without values is missing. */
    Map<String, List<Value>> values() {
        return values;
    }

    /** The values of an attribute. */
    List<Value> values(String attribute) {
        return values.getOrDefault(attribute, List.of());
    }
}
