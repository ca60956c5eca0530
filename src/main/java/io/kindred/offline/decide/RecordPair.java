package io.kindred.offline.decide;

import io.kindred.model.Decision;
import io.kindred.model.RecordIdentity;

/** Two different records of one entity type, in their order. */
public record RecordPair(RecordIdentity lesser, RecordIdentity greater) {

    /** The pair of two records in any order. */
    public static RecordPair of(RecordIdentity one, RecordIdentity other) {
        return one.compareTo(other) < 0 ? new RecordPair(one, other) : new RecordPair(other, one);
    }

    /** The pair that a decision is about. */
    public static RecordPair of(Decision decision) {
        return new RecordPair(decision.lesser(), decision.greater());
    }
}
