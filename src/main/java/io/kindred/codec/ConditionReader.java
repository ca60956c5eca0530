package io.kindred.codec;

import io.kindred.ontology.Condition;
import io.kindred.ontology.Normalizer;
import io.kindred.ontology.PairTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads conditions on two records, and tests that are made of them. */
final class ConditionReader {

    static final String ATTRIBUTE_NAME = "the name of an attribute";

    /** The fields of a condition. */
    static final List<String> FIELDS =
            List.of(
                    "attribute",
                    "with",
                    NormalizerReader.NORMALIZE,
                    ComparisonReader.COMPARE,
                    ComparisonReader.AT_LEAST,
                    ComparisonReader.AT_MOST,
                    "not");

    private static final String ALTERNATIVES =
            "a list of alternatives, each a list of conditions such as [[{attribute: city}]]";

    private ConditionReader() {}

    /** A test: alternatives of conditions, none of them empty. */
    static PairTest test(ConfigNode node) {
        if (!node.isList()) {
            throw node.expected(ALTERNATIVES);
        }
        List<List<Condition>> alternatives = new ArrayList<>();
        for (ConfigNode alternative : node.items()) {
            alternatives.add(alternative(alternative));
        }
        if (alternatives.isEmpty()) {
            throw node.invalid("empty; expected " + ALTERNATIVES);
        }
        return new PairTest(alternatives);
    }

    private static List<Condition> alternative(ConfigNode node) {
        if (!node.isList()) {
            throw node.expected("a list of conditions that must all hold");
        }
        List<Condition> conditions = new ArrayList<>();
        for (ConfigNode each : node.items()) {
            ConfigObject condition = each.object().allow(FIELDS.toArray(String[]::new));
            conditions.add(read(condition, attribute(condition), List.of()));
        }
        if (conditions.isEmpty()) {
            throw node.invalid("empty; expected at least one condition");
        }
        return conditions;
    }

    static String attribute(ConfigObject condition) {
        return condition.required("attribute", ATTRIBUTE_NAME).nonEmptyString();
    }

    /**
     * A condition on an attribute.
     *
     * @param object may have other fields, too
     * @param steps of values, unless the condition has its own
     */
    static Condition read(ConfigObject object, String attribute, List<Normalizer> steps) {
        Optional<ConfigNode> with = object.optional("with");
        return new Condition(
                attribute,
                with.map(ConfigNode::nonEmptyString).orElse(attribute),
                NormalizerReader.optional(object).orElse(steps),
                ComparisonReader.read(object),
                object.optional("not").map(ConfigNode::bool).orElse(false));
    }
}
