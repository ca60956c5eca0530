package io.kindred.resolve.match;

import io.kindred.compare.Threshold;
import io.kindred.model.PairEvidence.ConditionEvidence;
import io.kindred.ontology.Comparison;
import io.kindred.ontology.Condition;
import io.kindred.resolve.match.ComparedRecord.Timed;

/** A condition with the numbers of its aspects. */
final class CompiledCondition {

    private final Condition condition;
    private final int aspect;
    private final int with;

    CompiledCondition(Condition condition, Aspects aspects) {
        this.condition = condition;
        this.aspect = aspects.number(condition.attribute(), condition.steps());
        this.with = aspects.number(condition.with(), condition.steps());
    }

    boolean isSymmetric() {
        return aspect == with;
    }

    int aspect() {
        return aspect;
    }

    int with() {
        return with;
    }

    /** What the condition finds at a moment, with the records in this order. */
    ConditionEvidence evidence(ComparedRecord first, ComparedRecord second, long moment) {
        return new ConditionEvidence(
                ConditionText.of(condition),
                holds(first, second, moment),
                first.texts(aspect, new long[] {moment}),
                second.texts(with, new long[] {moment}));
    }

    /** Whether the condition holds at a moment, with the records in this order. */
    boolean holds(ComparedRecord first, ComparedRecord second, long moment) {
        return holdsPlainly(first.values(aspect), second.values(with), moment)
                != condition.isNegated();
    }

    private boolean holdsPlainly(Timed[] left, Timed[] right, long moment) {
        Comparison comparison = condition.comparison();
        if (comparison instanceof Comparison.Missing) {
            return isMissing(left, moment) || isMissing(right, moment);
        }
        for (Timed a : left) {
            if (a.isAt(moment)) {
                for (Timed b : right) {
                    if (b.isAt(moment) && compares(comparison, a, b)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean compares(Comparison comparison, Timed a, Timed b) {
        if (comparison instanceof Comparison.Measured measured) {
            Threshold threshold = measured.threshold();
            return threshold.holds(a.value(), b.value());
        }
        return a.value().text().equals(b.value().text());
    }

    private static boolean isMissing(Timed[] values, long moment) {
        for (Timed value : values) {
            if (value.isAt(moment)) {
                return false;
            }
        }
        return true;
    }
}
