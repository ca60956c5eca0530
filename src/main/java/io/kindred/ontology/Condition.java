package io.kindred.ontology;

import java.util.List;

/**
 * A condition on two records at a moment. It holds if some value of {@code attribute} in the first
 * record and some value of {@code with} in the second pass the comparison.
 *
 * @param steps applied to the normalised values of both; empty results are left out
 * @param isNegated whether the outcome is reversed; then it also holds if a record has no value
 */
public record Condition(
        String attribute,
        String with,
        List<Normalizer> steps,
        Comparison comparison,
        boolean isNegated) {

    public Condition {
        steps = List.copyOf(steps);
    }

    /** Whether it says the same whichever record is the first. */
    public boolean isSymmetric() {
        return attribute.equals(with);
    }
}
