package io.kindred.codec;

import io.kindred.ontology.Constraint;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.StrongIdentifier;

import java.util.ArrayList;
import java.util.List;

/**
 * An attribute that a rule of an ontology needs: without values of it, the rule never applies.
 *
 * @param entityType as in the ontology; may be {@link Ontology#ANY}
 * @param rule the rule in words, such as {@code the identity key email}
 * @param isKey whether the rule is an identity key
 * @param path of the attribute in the ontology, such as {@code
 *     entity_types.person.identity_keys[0].attributes[0]}
 */
public record RuleAttribute(
        String entityType, String rule, boolean isKey, String attribute, String path) {

    /** All of an ontology, by entity type and in the order of its rules. */
    public static List<RuleAttribute> of(Ontology ontology) {
        List<RuleAttribute> all = new ArrayList<>();
        ontology.entityTypes().keySet().stream()
                .sorted()
                .forEach(type -> add(type, ontology.entityTypes().get(type), all));
        return all;
    }

    private static void add(String type, EntityTypeRules rules, List<RuleAttribute> to) {
        String path = ConfigNode.fieldPath("entity_types", type);
        List<IdentityKey> keys = rules.identityKeys();
        for (int i = 0; i < keys.size(); i++) {
            String rule = "the identity key " + keys.get(i).name();
            for (int j = 0; j < keys.get(i).attributes().size(); j++) {
                String place = path + ".identity_keys[" + i + "].attributes[" + j + "]";
                for (String attribute : keys.get(i).attributes().get(j).alternatives()) {
                    to.add(new RuleAttribute(type, rule, true, attribute, place));
                }
            }
        }
        List<StrongIdentifier> identifiers = rules.strongIdentifiers();
        for (int i = 0; i < identifiers.size(); i++) {
            String attribute = identifiers.get(i).attribute();
            String rule = "the strong identifier " + attribute;
            String place = path + ".strong_identifiers[" + i + "].attribute";
            to.add(new RuleAttribute(type, rule, false, attribute, place));
        }
        List<Constraint> constraints = rules.constraints();
        for (int i = 0; i < constraints.size(); i++) {
            String attribute = constraints.get(i).attribute();
            String rule = "the constraint " + constraints.get(i).name();
            String place = path + ".constraints[" + i + "].attribute";
            to.add(new RuleAttribute(type, rule, false, attribute, place));
        }
    }
}
