package io.kindred.resolve.cluster;

import io.kindred.model.HeldDecision;
import io.kindred.model.RecordDigest;
import io.kindred.model.Verdict;
import io.kindred.resolve.record.NormalizedRecord;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The decisions that count among records: those about two of them.
 *
 * <p>Each record carries its own side of a decision. Sides may arrive one after the other: {@code
 * same} links two records once both say so, {@code different} holds them apart as soon as one does.
 *
 * @param same sorted by the lesser, then the greater record
 * @param different sorted in the same way
 */
public record DecidedPairs(List<Pair> same, List<Pair> different) {

    private static final DecidedPairs NONE = new DecidedPairs(List.of(), List.of());

    /** Positions of two records, in the order of their identities, by the lesser one. */
    public record Pair(int lesser, int greater) implements Comparable<Pair> {

        @Override
        public int compareTo(Pair other) {
            int byLesser = Integer.compare(lesser, other.lesser);
            return byLesser != 0 ? byLesser : Integer.compare(greater, other.greater);
        }
    }

    /**
     * The decisions among records. Costs a look at each record, and a sort of the decisions.
     *
     * @param records sorted by identity
     */
    public static DecidedPairs among(List<NormalizedRecord> records) {
        Map<RecordDigest, Integer> positions = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            if (!records.get(i).decisions().isEmpty()) {
                positions.put(records.get(i).decisions().own(), i);
            }
        }
        if (positions.isEmpty()) {
            return NONE;
        }
        Map<Pair, List<Verdict>> verdicts = new TreeMap<>();
        positions.forEach(
                (own, position) -> {
                    for (HeldDecision held : records.get(position).decisions().all()) {
                        Integer other = positions.get(held.other());
                        if (other != null && held.isInForce()) {
                            Pair pair =
                                    new Pair(Math.min(position, other), Math.max(position, other));
                            verdicts.computeIfAbsent(pair, unused -> new ArrayList<>(2))
                                    .add(held.verdict());
                        }
                    }
                });
        List<Pair> same = new ArrayList<>();
        List<Pair> different = new ArrayList<>();
        verdicts.forEach(
                (pair, sides) -> {
                    if (sides.contains(Verdict.DIFFERENT)) {
                        different.add(pair);
                    } else if (sides.size() > 1) {
                        same.add(pair);
                    }
                });
        return new DecidedPairs(same, different);
    }
}
