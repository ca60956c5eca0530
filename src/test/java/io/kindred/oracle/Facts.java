package io.kindred.oracle;

import io.kindred.model.Decision;
import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All that is known of one entity type.
 *
 * @param records the current records, sorted
 * @param assertions what each of them asserts
 * @param decisions those that count, by pair
 */
record Facts(
        Ontology ontology,
        String entityType,
        EntityTypeRules rules,
        List<RecordIdentity> records,
        Map<RecordIdentity, List<Assertion>> assertions,
        List<Decision> decisions) {

    /** From the current records of all types, about which nothing was decided. */
    static Facts of(Ontology ontology, String entityType, List<SourceRecord> current) {
        return of(ontology, entityType, current, List.of());
    }

    /** From the current records of all types and the decisions about them. */
    static Facts of(
            Ontology ontology,
            String entityType,
            List<SourceRecord> current,
            List<Decision> decisions) {
        EntityTypeRules rules =
                ontology.rules(entityType)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "the ontology does not cover " + entityType));
        List<RecordIdentity> records = new ArrayList<>();
        Map<RecordIdentity, List<Assertion>> assertions = new HashMap<>();
        for (SourceRecord record : current) {
            if (record.identity().entityType().equals(entityType)) {
                records.add(record.identity());
                List<Assertion> own = new ArrayList<>();
                assertions.put(record.identity(), own);
                for (Descriptor descriptor : record.descriptors()) {
                    String value = normalized(rules, descriptor.attribute(), descriptor.value());
                    if (!value.isEmpty()) {
                        own.add(
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
        List<Decision> own =
                decisions.stream()
                        .filter(decision -> decision.lesser().entityType().equals(entityType))
                        .toList();
        return new Facts(ontology, entityType, rules, records, assertions, own);
    }

    static String normalized(EntityTypeRules rules, String attribute, String raw) {
        return NaiveNormalizers.value(rules.attribute(attribute).normalization(), raw);
    }

    /** What a record asserts. */
    List<Assertion> of(RecordIdentity record) {
        return assertions.getOrDefault(record, List.of());
    }

    /** What some of the records assert, in the order of the records. */
    List<Assertion> of(Collection<RecordIdentity> some) {
        return some.stream()
                .sorted(NaiveOrder.IDENTITIES)
                .flatMap(record -> of(record).stream())
                .toList();
    }

    List<Assertion> of(Collection<RecordIdentity> some, String attribute) {
        return of(some).stream()
                .filter(assertion -> assertion.attribute().equals(attribute))
                .toList();
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
