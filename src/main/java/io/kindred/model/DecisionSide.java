package io.kindred.model;

import io.kindred.model.SourceRecord.Op;

import java.util.OptionalLong;

/**
 * A decision as it is sent to one of its two records.
 *
 * @param identity the record that it is sent to
 * @param other the other record
 * @param version orders the decisions about the pair, if any
 * @param order the order of arrival: greater than that of all decisions that came before from the
 *     same source. The same on both sides, so that both agree on which decision is current
 * @param reasonHalf see {@link SplitReason}
 */
public record DecisionSide(
        RecordIdentity identity,
        RecordIdentity other,
        OptionalLong version,
        long order,
        Op op,
        Verdict verdict,
        String reasonHalf)
        implements RecordInput {

    /** As it is kept with the record. */
    public HeldDecision held(DigestKey key) {
        return new HeldDecision(
                key.digest(other), version, order, op == Op.DELETE, verdict, reasonHalf);
    }
}
