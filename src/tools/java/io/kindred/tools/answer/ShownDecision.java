package io.kindred.tools.answer;

import io.kindred.model.HeldDecision;
import io.kindred.model.SourceRecord;
import io.kindred.model.Verdict;

import java.util.Optional;

/** What the output of records shows about a decision on two records. */
public enum ShownDecision {
    /** One of the two records is not there, or the job has no output of records. */
    UNKNOWN,
    /** There is none, or it was deleted. */
    NONE,
    SAME,
    DIFFERENT;

    static ShownDecision of(Verdict verdict) {
        return verdict == Verdict.SAME ? SAME : DIFFERENT;
    }

    /** What the rows of the two records show. */
    static ShownDecision of(Optional<SourceRecord> left, Optional<SourceRecord> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return UNKNOWN;
        }
        if (right.get().decisions().isEmpty()) {
            return NONE;
        }
        return left.get()
                .decisions()
                .with(right.get().decisions().own())
                .filter(HeldDecision::isInForce)
                .map(decision -> of(decision.verdict()))
                .orElse(NONE);
    }

    Optional<Verdict> verdict() {
        return switch (this) {
            case UNKNOWN, NONE -> Optional.empty();
            case SAME -> Optional.of(Verdict.SAME);
            case DIFFERENT -> Optional.of(Verdict.DIFFERENT);
        };
    }
}
