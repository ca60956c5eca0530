package io.kindred.model;

import java.util.OptionalLong;

/**
 * A current decision about a record, as it is kept with the record. It names the other record by
 * digest only, so that nothing of an erased record is left with the others.
 *
 * @param other the digest of the other record
 * @param version the greatest version that was current, if any had one
 * @param order the order of arrival, see {@link DecisionSide}
 * @param isDeleted whether the decision was deleted, so that only its version counts
 * @param reasonHalf see {@link SplitReason}
 */
public record HeldDecision(
        RecordDigest other,
        OptionalLong version,
        long order,
        boolean isDeleted,
        Verdict verdict,
        String reasonHalf) {

    /** Whether it counts, provided that the other record is there. */
    public boolean isInForce() {
        return !isDeleted;
    }
}
