package io.kindred.resolve.record;

import io.kindred.model.HeldDecision;
import io.kindred.model.HeldDecisions;
import io.kindred.model.RecordDigest;
import io.kindred.model.Verdict;
import io.kindred.ontology.IdentityKey;
import io.kindred.storage.ByteKey;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

import java.util.List;

/**
 * The key entries of {@code same} decisions: each links its two records for all time, as a key
 * value does that only these two have.
 *
 * <p>Example: a record with digest 3a… that is the same as one with digest 17… has the entry {@code
 * [17…, 3a…]} of {@link IdentityKey#DECISION}, and so has the other.
 */
public final class DecisionEntries {

    private DecisionEntries() {}

    /** The entries of a record. */
    public static List<KeyEntry> of(HeldDecisions decisions) {
        if (decisions.isEmpty()) {
            return List.of();
        }
        return decisions.all().stream()
                .filter(held -> held.isInForce() && held.verdict() == Verdict.SAME)
                .map(held -> entry(decisions.own(), held))
                .toList();
    }

    private static KeyEntry entry(RecordDigest own, HeldDecision held) {
        boolean isLesser = own.compareTo(held.other()) < 0;
        RecordDigest lesser = isLesser ? own : held.other();
        RecordDigest greater = isLesser ? held.other() : own;
        return new KeyEntry(
                IdentityKey.DECISION_POSITION,
                List.of(lesser.toString(), greater.toString()),
                IntervalSet.of(Interval.ALWAYS));
    }

    static ByteKey signature(String entityType, KeyEntry entry) {
        return new ByteKey(
                Signature.ofKey(entityType, IdentityKey.DECISION.name(), entry.values()));
    }
}
