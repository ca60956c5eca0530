package io.kindred.resolve.match;

import io.kindred.ontology.ScoreRules;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;

/** Scores pairs of records of one entity type. */
public final class PairScorer {

    private final ScoreRules rules;

    public PairScorer(ScoreRules rules) {
        this.rules = rules;
    }

    /** The score of two records over an interval, in thousandths of a bit; symmetric. */
    public long score(NormalizedRecord a, NormalizedRecord b, Interval over) {
        throw new UnsupportedOperationException(rules + " " + a + b + over);
    }
}
