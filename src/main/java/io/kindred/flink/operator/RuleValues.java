package io.kindred.flink.operator;

import io.kindred.codec.RuleAttribute;
import io.kindred.model.Descriptor;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Normalization;
import io.kindred.ontology.Ontology;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Finds out which attributes of rules have values, and which entity types have records. Cheap once
 * all are found.
 */
final class RuleValues {

    private final Ontology ontology;
    private final Map<String, Map<String, Normalization>> missing = new HashMap<>();

    RuleValues(Ontology ontology) {
        this.ontology = ontology;
        for (RuleAttribute each : RuleAttribute.of(ontology)) {
            EntityTypeRules rules = ontology.entityTypes().get(each.entityType());
            Map<String, Normalization> ofType =
                    missing.computeIfAbsent(each.entityType(), type -> new HashMap<>());
            ofType.put("", Normalization.NONE);
            ofType.put(each.attribute(), rules.attribute(each.attribute()).normalization());
        }
    }

    /**
     * Looks at a record.
     *
     * @param found called with the entity type of the rules and an attribute that has a value for
     *     the first time, or an empty one for the first record
     */
    void look(SourceRecord record, BiConsumer<String, String> found) {
        if (record.op() != Op.UPSERT) {
            return;
        }
        String type = record.identity().entityType();
        String rules = ontology.entityTypes().containsKey(type) ? type : Ontology.ANY;
        Map<String, Normalization> ofType = missing.getOrDefault(rules, Map.of());
        if (ofType.isEmpty()) {
            return;
        }
        if (ofType.remove("") != null) {
            found.accept(rules, "");
        }
        for (Descriptor descriptor : record.descriptors()) {
            Normalization normalization = ofType.get(descriptor.attribute());
            if (normalization != null && normalization.apply(descriptor.value()).isPresent()) {
                ofType.remove(descriptor.attribute());
                found.accept(rules, descriptor.attribute());
            }
        }
    }
}
