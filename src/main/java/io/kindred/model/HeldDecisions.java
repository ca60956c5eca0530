package io.kindred.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * The current decisions about one record.
 *
 * @param own the digest of the record
 * @param all sorted by the digest of the other record, one for each
 */
public record HeldDecisions(RecordDigest own, List<HeldDecision> all) {

    /** Of a record about which nothing was decided; its digest is not computed. */
    public static final HeldDecisions NONE = new HeldDecisions(RecordDigest.ZERO, List.of());

    public HeldDecisions {
        all = List.copyOf(all);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** The decision about this record and another. */
    public Optional<HeldDecision> with(RecordDigest other) {
        return all.stream().filter(held -> held.other().equals(other)).findFirst();
    }

    /** These with one added or replaced. */
    public HeldDecisions and(RecordDigest ownDigest, HeldDecision changed) {
        List<HeldDecision> others = new ArrayList<>(all.size() + 1);
        all.stream().filter(held -> !held.other().equals(changed.other())).forEach(others::add);
        others.add(changed);
        others.sort(Comparator.comparing(HeldDecision::other));
        return new HeldDecisions(ownDigest, others);
    }

    /**
     * These and others, of two about a pair the current one.
     *
     * @param rule the current one of two decisions about a pair
     * @param changed called with each decision that replaces another, if there is one, or is new
     */
    public HeldDecisions and(
            HeldDecisions others,
            BiFunction<Optional<HeldDecision>, HeldDecision, HeldDecision> rule,
            BiConsumer<Optional<HeldDecision>, HeldDecision> changed) {
        HeldDecisions merged = this;
        for (HeldDecision other : others.all) {
            Optional<HeldDecision> before = merged.with(other.other());
            HeldDecision now = rule.apply(before, other);
            if (!before.equals(Optional.of(now))) {
                merged = merged.and(others.own, now);
                changed.accept(before, now);
            }
        }
        return merged;
    }

    /** Those that are not deleted. */
    public HeldDecisions inForce() {
        if (all.stream().allMatch(HeldDecision::isInForce)) {
            return this;
        }
        List<HeldDecision> counting = all.stream().filter(HeldDecision::isInForce).toList();
        return counting.isEmpty() ? NONE : new HeldDecisions(own, counting);
    }

    /** These without the halves of reasons, as they are kept when the record is erased. */
    public HeldDecisions withoutReasons() {
        return new HeldDecisions(
                own,
                all.stream()
                        .map(
                                held ->
                                        new HeldDecision(
                                                held.other(),
                                                held.version(),
                                                held.order(),
                                                held.isDeleted(),
                                                held.verdict(),
                                                ""))
                        .toList());
    }
}
