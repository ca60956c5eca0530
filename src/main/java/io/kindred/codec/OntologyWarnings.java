package io.kindred.codec;

import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.KeyTest;
import io.kindred.ontology.Ontology;

import java.util.ArrayList;
import java.util.List;

/** Rules of an ontology that are allowed, but probably not meant. */
public final class OntologyWarnings {

    private OntologyWarnings() {}

    /** A sentence for each, beginning with its path; by entity type. */
    public static List<String> of(Ontology ontology) {
        List<String> warnings = new ArrayList<>();
        ontology.entityTypes().keySet().stream()
                .sorted()
                .forEach(
                        type ->
                                add(
                                        ConfigNode.fieldPath("entity_types", type),
                                        ontology.entityTypes().get(type),
                                        warnings));
        return warnings;
    }

    private static void add(String path, EntityTypeRules rules, List<String> warnings) {
        List<IdentityKey> keys = rules.identityKeys();
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).isTested() && keys.get(i).maxRecords().isEmpty()) {
                warnings.add(
                        String.format(
                                "%s.identity_keys[%d].max_records: without a limit each record is"
                                        + " compared with all that share its values of the key %s;"
                                        + " 100 is the default of a key with where",
                                path, i, keys.get(i).name()));
            }
        }
        boolean isScored = keys.stream().anyMatch(key -> key.test() instanceof KeyTest.Scored);
        if (rules.score().isPresent() && !isScored) {
            warnings.add(
                    path
                            + ".score: no identity key has where: score, so no records are scored"
                            + " and none are linked by their score");
        }
    }
}
