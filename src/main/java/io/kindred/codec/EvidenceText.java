package io.kindred.codec;

import io.kindred.model.MergeStep;
import io.kindred.model.MilliBits;
import io.kindred.model.PairEvidence;
import io.kindred.model.PairEvidence.ComparisonScore;
import io.kindred.model.PairEvidence.ConditionEvidence;
import io.kindred.model.PairEvidence.Finding;
import io.kindred.model.PairEvidence.KeyEvidence;
import io.kindred.model.PairEvidence.ScoreEvidence;
import io.kindred.model.PairEvidence.TestEvidence;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats what tests and scores find of records as text for people. Scores are shown in bits. */
final class EvidenceText {

    private static final int DIGITS = 3;

    private final ExplanationText explanations;

    EvidenceText(ExplanationText explanations) {
        this.explanations = explanations;
    }

    void evidence(StringBuilder text, int depth, PairEvidence evidence) {
        evidence.keys().forEach(key -> key(text, depth, key));
        for (MergeStep step : evidence.refused()) {
            step(text, depth, step);
        }
    }

    private void key(StringBuilder text, int depth, KeyEvidence key) {
        ExplanationText.line(
                text,
                depth,
                "Key %s: %s%s",
                key.key(),
                finding(key.finding()),
                key.values().isEmpty() ? "" : ": " + ExplanationText.values(key.values()));
        for (TestEvidence test : key.tests()) {
            ExplanationText.line(
                    text,
                    depth + 1,
                    "test %s %s",
                    test.holds() ? "holds" : "fails",
                    explanations.time(test.moment()));
            for (ConditionEvidence condition : test.conditions()) {
                ExplanationText.line(
                        text,
                        depth + 2,
                        "%s %s: %s and %s",
                        condition.holds() ? "yes" : "no ",
                        condition.condition(),
                        values(condition.first()),
                        values(condition.second()));
            }
        }
        key.score().ifPresent(score -> score(text, depth + 1, score));
    }

    private static String finding(Finding finding) {
        return switch (finding) {
            case MISSING -> "one or both records have no values for it";
            case DIFFERENT_VALUES -> "no values in common";
            case NO_OVERLAP -> "equal values, but never at the same time";
            case GENERIC -> "equal values, but too many records share them (generic)";
            case TEST_FAILS -> "equal values, but the test does not hold";
            case BELOW_LINK -> "equal values, but the score is too low";
            case LINKED -> "links them";
        };
    }

    private void score(StringBuilder text, int depth, ScoreEvidence score) {
        ExplanationText.line(
                text,
                depth,
                "score %s, at least %s links, %s",
                bits(score.total()),
                bits(score.link()),
                explanations.time(score.interval()));
        ExplanationText.line(text, depth + 1, "%10s  prior", bits(score.prior()));
        for (ComparisonScore each : score.comparisons()) {
            ExplanationText.line(
                    text,
                    depth + 1,
                    "%10s  %s: %s%s (%s and %s)",
                    bits(new MilliBits(each.weight().value() + each.frequency().value())),
                    each.comparison(),
                    each.level(),
                    each.frequency().value() == 0
                            ? ""
                            : ", of which " + bits(each.frequency()) + " for the frequency",
                    values(each.first()),
                    values(each.second()));
        }
    }

    void step(StringBuilder text, int depth, MergeStep step) {
        ExplanationText.line(
                text,
                depth,
                "%s %s %s %s: %s%s%s",
                outcome(step.outcome()),
                step.key(),
                ExplanationText.values(step.values()),
                explanations.time(step.interval()),
                ExplanationText.names(step.records(), 0),
                step.score().map(score -> ", score " + bits(score)).orElse(""),
                step.cohesion().map(EvidenceText::cohesion).orElse(""));
    }

    private static String cohesion(MergeStep.Cohesion cohesion) {
        return String.format(
                Locale.ROOT,
                ", cohesion %s over %d pairs, at least %s needed",
                bits(cohesion.mean()),
                cohesion.pairs(),
                bits(cohesion.least()));
    }

    private static String outcome(MergeStep.Outcome outcome) {
        return switch (outcome) {
            case MERGED -> "merged by";
            case CONTESTED -> "contested:";
            case NOT_COHERENT -> "refused, too little alike on the whole:";
        };
    }

    private static String values(List<String> values) {
        return values.isEmpty()
                ? "nothing"
                : values.stream().map(each -> "'" + each + "'").collect(Collectors.joining(", "));
    }

    /** Thousandths of a bit as bits, such as {@code -9.966}. */
    private static String bits(MilliBits weight) {
        return BigDecimal.valueOf(weight.value(), DIGITS).toPlainString();
    }
}
