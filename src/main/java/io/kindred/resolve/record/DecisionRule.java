package io.kindred.resolve.record;

import io.kindred.model.HeldDecision;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Decides which of several decisions about a pair of records is current. Both records of a pair
 * apply it on their own, and must come to the same end though they may see the decisions of two
 * sources in different orders.
 *
 * <ul>
 *   <li>Of two with versions the greater version is current; of equal ones the greater content: a
 *       delete, then {@code same}, then {@code different}, and with equal verdicts the later one.
 *   <li>One without a version replaces what arrived before it, and keeps its version.
 * </ul>
 *
 * <p>Example: {@code same} of version 1, then {@code different} of version 1: {@code same} holds.
 */
public final class DecisionRule {

    private DecisionRule() {}

    /**
     * What is current after another decision about the pair.
     *
     * @param current what was current, if anything
     * @return {@code current} itself if nothing changes
     */
    public static HeldDecision current(Optional<HeldDecision> current, HeldDecision incoming) {
        if (current.isEmpty()) {
            return incoming;
        }
        HeldDecision known = current.get();
        if (incoming.version().isEmpty()) {
            return incoming.order() > known.order()
                    ? withVersion(incoming, known.version())
                    : known;
        }
        if (known.version().isEmpty()) {
            return incoming.order() > known.order()
                    ? incoming
                    : withVersion(known, incoming.version());
        }
        int byVersion = Long.compare(incoming.version().getAsLong(), known.version().getAsLong());
        if (byVersion != 0) {
            return byVersion > 0 ? incoming : known;
        }
        int byContent = compareContent(incoming, known);
        return byContent > 0 || byContent == 0 && incoming.order() > known.order()
                ? incoming
                : known;
    }

    private static int compareContent(HeldDecision a, HeldDecision b) {
        int byOp = Boolean.compare(a.isDeleted(), b.isDeleted());
        return byOp != 0 ? byOp : a.verdict().compareTo(b.verdict());
    }

    private static HeldDecision withVersion(HeldDecision decision, OptionalLong version) {
        return new HeldDecision(
                decision.other(),
                version,
                decision.order(),
                decision.isDeleted(),
                decision.verdict(),
                decision.reasonHalf());
    }
}
