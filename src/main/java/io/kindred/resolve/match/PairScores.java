package io.kindred.resolve.match;

import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;

/** Scores pairs of records of one entity type. */
@FunctionalInterface
public interface PairScores {

    /** The score of two records over an interval, in thousandths of a bit; symmetric. */
    long score(NormalizedRecord a, NormalizedRecord b, Interval over);
}
