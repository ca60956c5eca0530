package io.kindred.model;

/**
 * One record's side of a decision in force about it and another, as outputs show it.
 *
 * @param other the digest of the other record
 * @param reasonHalf the record's half of the reason, see {@link SplitReason}; empty if none was
 *     given
 */
public record DecisionHalf(RecordDigest other, Verdict verdict, String reasonHalf) {

    static DecisionHalf of(HeldDecision held) {
        return new DecisionHalf(held.other(), held.verdict(), held.reasonHalf());
    }
}
