package io.kindred.tools.splink;

import java.util.ArrayList;
import java.util.List;

/**
 * A condition of an ontology that an expression of SQL amounts to.
 *
 * @param attribute of the first record
 * @param with of the second
 * @param steps normalisers, as YAML
 * @param compare the name of the comparison
 * @param limit as YAML, such as {@code at_least: 0.9}; empty if the comparison takes none
 */
record MappedCondition(
        String attribute,
        String with,
        List<String> steps,
        String compare,
        String limit,
        boolean isNegated) {

    static final String EQUAL = "equal";
    static final String MISSING = "missing";

    MappedCondition {
        steps = List.copyOf(steps);
    }

    /**
     * A condition on a value of each record.
     *
     * @throws UnmappableSqlException if both are of one record, or have different functions
     */
    static MappedCondition of(Operand one, Operand other, String compare, String limit) {
        if (one.side() == other.side()) {
            throw new UnmappableSqlException(
                    "both values are of one record; expected a value of each");
        }
        if (!one.isCounterpart(other)) {
            throw new UnmappableSqlException(
                    "the two records have different functions; expected the same on both sides");
        }
        boolean isLeft = one.side() == Side.LEFT;
        return new MappedCondition(
                isLeft ? one.attribute() : other.attribute(),
                isLeft ? other.attribute() : one.attribute(),
                one.steps(),
                compare,
                limit,
                false);
    }

    /** That one of the two records has no value to compare. */
    MappedCondition missing() {
        return new MappedCondition(attribute, with, steps, MISSING, "", false);
    }

    /** The same of the two records in the other order. */
    MappedCondition swapped() {
        return new MappedCondition(with, attribute, steps, compare, limit, isNegated);
    }

    MappedCondition negated() {
        return new MappedCondition(attribute, with, steps, compare, limit, !isNegated);
    }

    boolean isMissing() {
        return compare.equals(MISSING) && !isNegated;
    }

    /** Whether it holds only if both records have a value. */
    boolean needsValues() {
        return compare.equals(MISSING) == isNegated;
    }

    /** Whether it can hold only if the operand has a value. */
    boolean needs(Operand operand) {
        String own = operand.side() == Side.LEFT ? attribute : with;
        return needsValues()
                && own.equals(operand.attribute())
                && steps.size() >= operand.steps().size()
                && steps.subList(0, operand.steps().size()).equals(operand.steps());
    }

    /** Whether it compares equal values of one attribute as they are. */
    boolean isEqualityOf(String column) {
        return isPlainEquality() && attribute.equals(with) && attribute.equalsIgnoreCase(column);
    }

    boolean isPlainEquality() {
        return isEquality() && steps.isEmpty();
    }

    boolean isEquality() {
        return compare.equals(EQUAL) && !isNegated;
    }

    /** The condition as YAML in flow style. */
    String yaml() {
        return "{" + String.join(", ", fields("", false)) + "}";
    }

    /**
     * The fields of the condition as YAML in flow style, those with defaults left out.
     *
     * @param known the attribute that is taken for granted and left out; may be empty
     * @param isExplicit whether to name {@code equal}, which is the default
     */
    List<String> fields(String known, boolean isExplicit) {
        List<String> fields = new ArrayList<>();
        if (!attribute.equals(known)) {
            fields.add("attribute: " + YamlText.scalar(attribute));
        }
        if (!with.equals(attribute)) {
            fields.add("with: " + YamlText.scalar(with));
        }
        if (!steps.isEmpty()) {
            fields.add("normalize: [" + String.join(", ", steps) + "]");
        }
        if (isExplicit || !compare.equals(EQUAL)) {
            fields.add("compare: " + compare);
        }
        if (!limit.isEmpty()) {
            fields.add(limit);
        }
        if (isNegated) {
            fields.add("not: true");
        }
        return fields;
    }
}
