package io.kindred.flink.operator;

import io.kindred.codec.RuleAttribute;
import io.kindred.model.RecordIdentity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds the rules of an ontology that never applied, for want of a value. */
final class RulesWithoutValues {

    private RulesWithoutValues() {}

    /**
     * A sentence for each attribute that no record had a value of. Entity types without any record
     * are left out.
     *
     * @param found the names of the topic {@link InputCount.Topic#RULE_VALUES}
     */
    static List<String> of(List<RuleAttribute> rules, Set<String> found) {
        Map<String, Set<String>> without = new LinkedHashMap<>();
        for (RuleAttribute each : rules) {
            if (found.contains(name(each.entityType(), ""))
                    && !found.contains(name(each.entityType(), each.attribute()))) {
                without.computeIfAbsent(
                                "no record of "
                                        + each.entityType()
                                        + " had a value of "
                                        + each.attribute(),
                                what -> new TreeSet<>())
                        .add(each.rule());
            }
        }
        return without.entrySet().stream()
                .map(
                        each ->
                                each.getKey()
                                        + ", so these never applied: "
                                        + String.join(", ", each.getValue()))
                .toList();
    }

    private static String name(String entityType, String attribute) {
        return entityType + RecordIdentity.SEPARATOR + attribute;
    }
}
