package io.kindred.resolve.match;

import io.kindred.ontology.ScoreRules;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;

/** Scores of pairs, kept within a bound. */
public interface PairScores {

    /** The score of two records over an interval; see {@link PairScorer#score}. */
    long score(ScoreRules rules, NormalizedRecord a, NormalizedRecord b, Interval over);

    /** Scores that are computed each time. */
    static PairScores uncached() {
        return (rules, a, b, over) -> new PairScorer(rules).score(a, b, over);
    }
}
