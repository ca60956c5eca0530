package io.kindred.resolve.match;

import io.kindred.compare.Threshold;
import io.kindred.ontology.Comparison;
import io.kindred.ontology.Condition;
import io.kindred.ontology.PairTest;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Conditions as text for people, in the words of the ontology file. Normalisers are left out.
 *
 * <p>Example: {@code surname jaro_winkler at_least 0.88}.
 */
final class ConditionText {

    private ConditionText() {}

    static String of(Condition condition) {
        String attributes =
                condition.isSymmetric()
                        ? condition.attribute()
                        : condition.attribute() + " with " + condition.with();
        return attributes
                + (condition.isNegated() ? " not " : " ")
                + comparison(condition.comparison());
    }

    /** All alternatives of a test. */
    static String of(PairTest test) {
        return test.alternatives().stream()
                .map(ConditionText::of)
                .collect(Collectors.joining(" or "));
    }

    private static String of(List<Condition> conditions) {
        return conditions.stream().map(ConditionText::of).collect(Collectors.joining(" and "));
    }

    private static String comparison(Comparison comparison) {
        if (comparison instanceof Comparison.Measured measured) {
            Threshold threshold = measured.threshold();
            return name(threshold.measure())
                    + " "
                    + name(threshold.bound())
                    + " "
                    + threshold.limit().toPlainString();
        }
        return comparison instanceof Comparison.Missing ? "missing" : "equal";
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
