package io.kindred.resolve.match;

import io.kindred.model.MilliBits;
import io.kindred.model.PairEvidence.ComparisonScore;
import io.kindred.ontology.Level;
import io.kindred.ontology.ScoredComparison;
import io.kindred.resolve.match.ComparedRecord.Timed;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** A comparison of a score, ready to run. */
final class CompiledComparison {

    /** No level holds. */
    static final int ELSE = -1;

    /** Something is missing at every moment. */
    static final int MISSING = -2;

    private final ScoredComparison comparison;
    private final CompiledTest missing;
    private final CompiledTest[] levels;

    CompiledComparison(ScoredComparison comparison, Aspects aspects) {
        this.comparison = comparison;
        this.missing = new CompiledTest(comparison.missing(), aspects);
        this.levels =
                comparison.levels().stream()
                        .map(level -> new CompiledTest(level.test(), aspects))
                        .toArray(CompiledTest[]::new);
    }

    /** The first level that holds at some of the moments; {@link #ELSE} or {@link #MISSING}. */
    int level(ComparedRecord a, ComparedRecord b, long[] moments) {
        int best = levels.length;
        boolean isSomewhere = false;
        for (long moment : moments) {
            if (missing.holds(a, b, moment)) {
                continue;
            }
            isSomewhere = true;
            for (int i = 0; i < best; i++) {
                if (levels[i].holds(a, b, moment)) {
                    best = i;
                }
            }
        }
        if (!isSomewhere) {
            return MISSING;
        }
        return best < levels.length ? best : ELSE;
    }

    /** The weight that a level gives two records over some moments, in thousandths of a bit. */
    long weight(int level, ComparedRecord a, ComparedRecord b, long[] moments) {
        if (level == MISSING) {
            return 0;
        }
        if (level == ELSE) {
            return comparison.otherwise();
        }
        Level own = comparison.levels().get(level);
        return own.frequencies().isEmpty()
                ? own.weight()
                : own.weight() + frequency(level, own, a, b, moments);
    }

    /** What the comparison adds to the score of two records over some moments. */
    ComparisonScore evidence(ComparedRecord a, ComparedRecord b, long[] moments) {
        int level = level(a, b, moments);
        long weight = weight(level, a, b, moments);
        long own = level < 0 ? weight : comparison.levels().get(level).weight();
        List<List<String>> values =
                levels.length == 0
                        ? List.of(List.of(), List.of())
                        : levels[Math.max(level, 0)].values(a, b, moments);
        return new ComparisonScore(
                comparison.name(),
                text(level),
                values.get(0),
                values.get(1),
                new MilliBits(own),
                new MilliBits(weight - own));
    }

    private String text(int level) {
        if (level == MISSING) {
            return "missing";
        }
        return level == ELSE ? "else" : ConditionText.of(comparison.levels().get(level).test());
    }

    /** The greatest weight of a value that both have at a moment at which nothing is missing. */
    private long frequency(
            int level, Level own, ComparedRecord a, ComparedRecord b, long[] moments) {
        CompiledCondition equal = levels[level].only();
        Long greatest = null;
        for (long moment : moments) {
            if (!missing.holds(a, b, moment)) {
                greatest = greatest(greatest, own, equal, a, b, moment);
                if (!equal.isSymmetric()) {
                    greatest = greatest(greatest, own, equal, b, a, moment);
                }
            }
        }
        return greatest == null ? 0 : greatest;
    }

    private static @Nullable Long greatest(
            @Nullable Long before,
            Level own,
            CompiledCondition equal,
            ComparedRecord first,
            ComparedRecord second,
            long moment) {
        Long greatest = before;
        for (Timed left : first.values(equal.aspect())) {
            Long weight = left.isAt(moment) ? own.frequencies().get(left.value().text()) : null;
            if (weight != null && (greatest == null || weight > greatest)) {
                for (Timed right : second.values(equal.with())) {
                    if (right.isAt(moment) && right.value().text().equals(left.value().text())) {
                        greatest = weight;
                    }
                }
            }
        }
        return greatest;
    }
}
