package io.kindred.flink.operator;

import io.kindred.model.Descriptor;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;
import io.kindred.ontology.Normalizer;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.record.KeyEntries;
import io.kindred.resolve.record.NormalizedRecord;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Finds the identity keys that a record has no entry for, because it has too many combinations of
 * values. Cheap for records with few values: only others are normalised.
 */
final class OverfullKeys {

    /** The greatest product of positive integers of this sum is 972, so within the limit. */
    private static final int FEW_VALUES = 19;

    private final Ontology ontology;
    private final boolean hasSeveral;

    OverfullKeys(Ontology ontology) {
        this.ontology = ontology;
        this.hasSeveral =
                ontology.entityTypes().values().stream()
                        .flatMap(rules -> rules.identityKeys().stream())
                        .flatMap(key -> key.attributes().stream())
                        .anyMatch(attribute -> hasSeveral(attribute.steps()));
    }

    /**
     * Looks at a record.
     *
     * @param found called with the entity type of the record and the name of each such key
     */
    void look(SourceRecord record, BiConsumer<String, String> found) {
        if (!hasSeveral && record.descriptors().size() <= FEW_VALUES) {
            return;
        }
        String type = record.identity().entityType();
        EntityTypeRules rules = ontology.rules(type).orElse(null);
        if (rules == null || record.op() != Op.UPSERT || !mayBeOverfull(record, rules)) {
            return;
        }
        NormalizedRecord normalized =
                NormalizedRecord.of(record.identity(), record.descriptors(), rules);
        for (IdentityKey key : KeyEntries.overfull(normalized, rules)) {
            found.accept(type, key.name());
        }
    }

    private static boolean mayBeOverfull(SourceRecord record, EntityTypeRules rules) {
        Map<String, Integer> values = new HashMap<>();
        for (Descriptor descriptor : record.descriptors()) {
            values.merge(descriptor.attribute(), 1, Integer::sum);
        }
        return rules.identityKeys().stream().anyMatch(key -> mayBeOverfull(key, values));
    }

    private static boolean mayBeOverfull(IdentityKey key, Map<String, Integer> values) {
        long combinations = 1;
        for (KeyAttribute attribute : key.attributes()) {
            if (hasSeveral(attribute.steps())) {
                return true;
            }
            long choices = 0;
            for (String name : attribute.alternatives()) {
                choices += values.getOrDefault(name, 0);
            }
            combinations = Math.min(combinations * choices, Integer.MAX_VALUE);
        }
        return combinations > IdentityKey.MAX_COMBINATIONS;
    }

    private static boolean hasSeveral(List<Normalizer> steps) {
        return steps.stream().anyMatch(Normalizer::hasSeveral);
    }
}
