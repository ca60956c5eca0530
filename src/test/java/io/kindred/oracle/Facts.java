package io.kindred.oracle;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * All that is known of one entity type.
 *
 * @param records the current records, sorted
 * @param assertions all that they assert
 */
record Facts(
        Ontology ontology,
        String entityType,
        EntityTypeRules rules,
        List<RecordIdentity> records,
        List<Assertion> assertions) {

    /** From the current records of all types. */
    static Facts of(Ontology ontology, String entityType, List<SourceRecord> current) {
        EntityTypeRules rules =
                ontology.rules(entityType)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "the ontology does not cover " + entityType));
        List<RecordIdentity> records = new ArrayList<>();
        List<Assertion> assertions = new ArrayList<>();
        for (SourceRecord record : current) {
            if (record.identity().entityType().equals(entityType)) {
                records.add(record.identity());
                for (Descriptor descriptor : record.descriptors()) {
                    String value = normalized(rules, descriptor.attribute(), descriptor.value());
                    if (!value.isEmpty()) {
                        assertions.add(
                                new Assertion(
                                        record.identity(),
                                        descriptor.attribute(),
                                        descriptor.value(),
                                        value,
                                        descriptor.interval()));
                    }
                }
            }
        }
        return new Facts(ontology, entityType, rules, records, assertions);
    }

    static String normalized(EntityTypeRules rules, String attribute, String raw) {
        return NaiveNormalizers.value(rules.attribute(attribute).normalization(), raw);
    }

    List<Assertion> of(Collection<RecordIdentity> some) {
        List<Assertion> found = new ArrayList<>();
        for (Assertion assertion : assertions) {
            if (some.contains(assertion.record())) {
                found.add(assertion);
            }
        }
        return found;
    }

    List<Assertion> of(Collection<RecordIdentity> some, String attribute) {
        List<Assertion> found = new ArrayList<>();
        for (Assertion assertion : assertions) {
            if (assertion.attribute().equals(attribute) && some.contains(assertion.record())) {
                found.add(assertion);
            }
        }
        return found;
    }

    long perspectiveWeight(RecordIdentity record) {
        return ontology.perspective(record.perspective()).weight();
    }

    /** Compares assertions of an attribute by the weight of who makes them. */
    Comparator<Assertion> byWeight() {
        return Comparator.comparing(
                        (Assertion a) ->
                                ontology.perspective(a.record().perspective())
                                        .authoritative()
                                        .contains(a.attribute()))
                .thenComparingLong(a -> perspectiveWeight(a.record()));
    }
}
