package io.kindred.oracle;

import io.kindred.model.Decision;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which decision about each pair of records counts. */
final class CurrentDecisions {

    private static final Comparator<Decision> CONTENT =
            Comparator.comparing((Decision decision) -> decision.op() == Op.DELETE)
                    .thenComparing(decision -> decision.verdict() == Verdict.SAME)
                    .thenComparing(Decision::reason, NaiveOrder.STRINGS);

    private CurrentDecisions() {}

    /**
     * The current decisions that are not deleted, by pair.
     *
     * @param present the records that are there; a decision about any other does not count
     */
    static List<Decision> of(List<Decision> arrivals, Set<RecordIdentity> present) {
        return inForce(arrivals).stream()
                .filter(decision -> present.containsAll(pair(decision)))
                .toList();
    }

    /**
     * The current decisions that are not deleted, by pair; also about records that are not there.
     */
    static List<Decision> inForce(List<Decision> arrivals) {
        Map<List<RecordIdentity>, Decision> current = new HashMap<>();
        for (Decision next : arrivals) {
            current.merge(pair(next), next, CurrentDecisions::later);
        }
        return current.values().stream()
                .filter(decision -> decision.op() == Op.UPSERT)
                .sorted(
                        Comparator.comparing(
                                CurrentDecisions::pair, NaiveOrder.lists(NaiveOrder.IDENTITIES)))
                .toList();
    }

    static List<RecordIdentity> pair(Decision decision) {
        return List.of(decision.lesser(), decision.greater());
    }

    private static Decision later(Decision old, Decision next) {
        if (next.version().isEmpty()) {
            return new Decision(
                    next.lesser(),
                    next.greater(),
                    old.version(),
                    next.op(),
                    next.verdict(),
                    next.reason());
        }
        if (old.version().isEmpty()) {
            return next;
        }
        int byVersion = Long.compare(next.version().getAsLong(), old.version().getAsLong());
        return byVersion > 0 || byVersion == 0 && CONTENT.compare(next, old) > 0 ? next : old;
    }
}
