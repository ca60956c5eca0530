package io.kindred.tools.splink;

import io.kindred.tools.splink.SplinkModel.BlockingRule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An identity key that finds candidates, from a blocking rule or one of its alternatives.
 *
 * @param isUnordered whether its values are equal in any order
 */
record MappedKey(BlockingRule rule, List<Part> parts, boolean isUnordered) {

    /** Attributes, of which any may have the value, and normalisers as YAML. */
    record Part(List<String> attributes, List<String> steps) {

        Part {
            attributes = List.copyOf(attributes);
            steps = List.copyOf(steps);
        }

        String name() {
            String numbers =
                    steps.stream()
                            .map(step -> "_" + step.replaceAll("[:\"].*\".*|[{}:\\[\\] ]", ""))
                            .collect(Collectors.joining());
            return String.join("_or_", attributes) + numbers;
        }

        String yaml() {
            String names =
                    attributes.stream().map(YamlText::scalar).collect(Collectors.joining(", "));
            if (attributes.size() == 1 && steps.isEmpty()) {
                return names;
            }
            return "{"
                    + (attributes.size() == 1 ? "attribute: " + names : "any_of: [" + names + "]")
                    + (steps.isEmpty() ? "" : ", normalize: [" + String.join(", ", steps) + "]")
                    + "}";
        }
    }

    /**
     * The keys of a blocking rule, one for each alternative of equal values.
     *
     * @throws UnmappableSqlException if it has other conditions
     */
    static List<MappedKey> of(BlockingRule rule) {
        List<MappedKey> keys = new ArrayList<>();
        for (List<MappedCondition> alternative : ConditionMapper.map(rule.sql())) {
            keys.add(of(rule, alternative));
        }
        return keys;
    }

    /** A name that says what the key consists of. */
    String name() {
        String names = parts.stream().map(Part::name).collect(Collectors.joining("_and_"));
        return isUnordered ? names + "_in_any_order" : names;
    }

    private static MappedKey of(BlockingRule rule, List<MappedCondition> conditions) {
        List<MappedCondition> open = new ArrayList<>(conditions);
        List<Part> parts = new ArrayList<>();
        boolean isUnordered = false;
        while (!open.isEmpty()) {
            MappedCondition next = open.remove(0);
            check(next);
            MappedCondition swapped = next.swapped();
            if (next.equals(swapped)) {
                parts.add(new Part(List.of(next.attribute()), next.steps()));
            } else if (!open.remove(swapped)) {
                parts.add(new Part(List.of(next.attribute(), next.with()), next.steps()));
            } else if (isUnordered) {
                throw new UnmappableSqlException(
                        "two pairs of swapped columns cannot be mapped; expected one in a rule");
            } else {
                isUnordered = true;
                parts.add(new Part(List.of(next.attribute()), next.steps()));
                parts.add(new Part(List.of(next.with()), next.steps()));
            }
        }
        return new MappedKey(rule, withoutImplied(parts), isUnordered);
    }

    private static void check(MappedCondition condition) {
        if (!condition.isEquality()) {
            throw new UnmappableSqlException(
                    "a key finds records by equal values, which "
                            + condition.yaml()
                            + " is not; leave this condition out of the rule to score all pairs"
                            + " that it finds");
        }
    }

    /** Equal values have equal parts, and a key may have an attribute only once. */
    private static List<Part> withoutImplied(List<Part> parts) {
        List<Part> kept = new ArrayList<>(parts);
        kept.removeIf(
                part ->
                        !part.steps().isEmpty()
                                && parts.contains(new Part(part.attributes(), List.of())));
        Set<String> attributes = new HashSet<>();
        for (Part part : kept) {
            for (String attribute : part.attributes()) {
                if (!attributes.add(attribute)) {
                    throw new UnmappableSqlException(
                            "the rule looks at the column "
                                    + attribute
                                    + " twice; expected each column once");
                }
            }
        }
        if (kept.isEmpty()) {
            throw new UnmappableSqlException(
                    "the rule compares all records with all; expected equal values of a column");
        }
        return kept;
    }
}
