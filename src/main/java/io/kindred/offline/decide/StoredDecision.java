package io.kindred.offline.decide;

import io.kindred.model.HeldDecision;
import io.kindred.model.SplitReason;
import io.kindred.model.Verdict;
import io.kindred.resolve.ColdShard.Placed;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The decision about two records that a state holds. Both records hold it, each naming the other by
 * digest; so it is found without the key of the digests.
 *
 * @param isInForce whether it was not deleted
 * @param reason may be empty
 */
record StoredDecision(boolean isInForce, Verdict verdict, OptionalLong version, String reason) {

    static Optional<StoredDecision> of(Placed left, Placed right) {
        Optional<HeldDecision> one = left.decisions().with(right.decisions().own());
        Optional<HeldDecision> other = right.decisions().with(left.decisions().own());
        if (one.isEmpty() || other.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new StoredDecision(
                        one.get().isInForce(),
                        one.get().verdict(),
                        one.get().version(),
                        SplitReason.joined(one.get().reasonHalf(), other.get().reasonHalf())
                                .orElse("")));
    }
}
