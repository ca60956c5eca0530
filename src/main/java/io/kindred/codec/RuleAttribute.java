package io.kindred.codec;

import io.kindred.ontology.Comparison.Missing;
import io.kindred.ontology.Condition;
import io.kindred.ontology.Constraint;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.KeyTest;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.PairTest;
import io.kindred.ontology.ScoreRules;
import io.kindred.ontology.ScoredComparison;
import io.kindred.ontology.StrongIdentifier;

import java.util.ArrayList;
import java.util.List;

/**
 * An attribute that a rule of an ontology needs: without values of it, the rule never applies.
 *
 * @param entityType as in the ontology; may be {@link Ontology#ANY}
 * @param rule the rule in words, such as {@code the identity key email}
 * @param isKey whether the rule is an identity key, all of it
 * @param path of the attribute in the ontology, such as {@code
 *     entity_types.person.identity_keys[0].attributes[0]}, or of the test that has it
 */
public record RuleAttribute(
        String entityType, String rule, boolean isKey, String attribute, String path) {

    /** All of an ontology, distinct, by entity type and in the order of its rules. */
    public static List<RuleAttribute> of(Ontology ontology) {
        List<RuleAttribute> all = new ArrayList<>();
        ontology.entityTypes().keySet().stream()
                .sorted()
                .forEach(type -> add(type, ontology.entityTypes().get(type), all));
        return all.stream().distinct().toList();
    }

    /** An identity key in words. */
    public static String keyRule(IdentityKey key) {
        return "the identity key " + key.name();
    }

    private static void add(String type, EntityTypeRules rules, List<RuleAttribute> to) {
        Rules found = new Rules(type, ConfigNode.fieldPath("entity_types", type), to);
        found.addKeys(rules.identityKeys());
        rules.score().ifPresent(found::addScore);
        List<StrongIdentifier> identifiers = rules.strongIdentifiers();
        for (int i = 0; i < identifiers.size(); i++) {
            String attribute = identifiers.get(i).attribute();
            found.add(
                    "the strong identifier " + attribute,
                    attribute,
                    "strong_identifiers[" + i + "].attribute");
        }
        List<Constraint> constraints = rules.constraints();
        for (int i = 0; i < constraints.size(); i++) {
            found.add(
                    "the constraint " + constraints.get(i).name(),
                    constraints.get(i).attribute(),
                    "constraints[" + i + "].attribute");
        }
    }

    /** Collects the attributes of one entity type. */
    private record Rules(String type, String path, List<RuleAttribute> all) {

        void add(String rule, String attribute, String place) {
            all.add(new RuleAttribute(type, rule, false, attribute, path + "." + place));
        }

        void addKeys(List<IdentityKey> keys) {
            for (int i = 0; i < keys.size(); i++) {
                String rule = keyRule(keys.get(i));
                String place = "identity_keys[" + i + "]";
                for (int j = 0; j < keys.get(i).attributes().size(); j++) {
                    addKeyAttribute(
                            rule,
                            keys.get(i).attributes().get(j).alternatives(),
                            place + ".attributes[" + j + "]");
                }
                if (keys.get(i).test() instanceof KeyTest.Tested tested) {
                    addTest(tested.test(), " of " + rule, place + ".where");
                }
            }
        }

        private void addKeyAttribute(String rule, List<String> alternatives, String place) {
            if (alternatives.size() == 1) {
                all.add(
                        new RuleAttribute(
                                type, rule, true, alternatives.get(0), path + "." + place));
                return;
            }
            for (int i = 0; i < alternatives.size(); i++) {
                String attribute = alternatives.get(i);
                add(
                        "the alternative " + attribute + " of " + rule,
                        attribute,
                        place + ".any_of[" + i + "]");
            }
        }

        void addScore(ScoreRules score) {
            for (int i = 0; i < score.comparisons().size(); i++) {
                ScoredComparison comparison = score.comparisons().get(i);
                for (int j = 0; j < comparison.levels().size(); j++) {
                    addTest(
                            comparison.levels().get(j).test(),
                            " of the comparison " + comparison.name(),
                            "score.comparisons[" + i + "].levels[" + j + "]");
                }
            }
        }

        /** Conditions that hold without values, too, need none. */
        private void addTest(PairTest test, String owner, String place) {
            for (List<Condition> alternative : test.alternatives()) {
                for (Condition condition : alternative) {
                    if (condition.isNegated() || condition.comparison() instanceof Missing) {
                        continue;
                    }
                    add("a condition" + owner, condition.attribute(), place);
                    if (!condition.isSymmetric()) {
                        add("a condition" + owner, condition.with(), place);
                    }
                }
            }
        }
    }
}
