package io.kindred.resolve.cluster;

import io.kindred.temporal.Interval;
import io.kindred.temporal.TimeSweep;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of some clusters are in conflict with another of them.
 *
 * <p>Where two clusters and two values are active in a slot at once, every cluster that is active
 * then is in conflict with another: one that were not would hold a single value, which all others
 * hold too. So one sweep a slot finds them, without comparing pairs. The greatest cluster is left
 * out of it, and each of the others looked up in it, so that clusters which take in one another
 * group by group are not walked each time.
 */
final class Rivals {

    private final List<StrongSummary> clusters;
    private final BitSet anchored = new BitSet();
    private final BitSet slots = new BitSet();

    private Rivals(List<StrongSummary> clusters) {
        this.clusters = clusters;
    }

    private record Active(int cluster, int value, Interval interval) {}

    /** Among the clusters given. */
    static Rivals among(List<StrongSummary> clusters) {
        Rivals rivals = new Rivals(clusters);
        int greatest = rivals.greatest();
        rivals.compareWith(greatest);
        if (clusters.size() > 2) {
            rivals.compareAllBut(greatest);
        }
        return rivals;
    }

    /** The positions of the clusters that are in conflict with another. */
    BitSet anchored() {
        return anchored;
    }

    /** The slots in which some are in conflict. */
    BitSet slots() {
        return slots;
    }

    private int greatest() {
        int greatest = 0;
        for (int i = 1; i < clusters.size(); i++) {
            if (clusters.get(i).size() > clusters.get(greatest).size()) {
                greatest = i;
            }
        }
        return greatest;
    }

    private void compareWith(int greatest) {
        StrongSummary other = clusters.get(greatest);
        for (int i = 0; i < clusters.size(); i++) {
            if (i != greatest) {
                int each = i;
                clusters.get(i)
                        .forEachConflict(
                                other,
                                slot -> {
                                    anchored.set(each);
                                    anchored.set(greatest);
                                    slots.set(slot);
                                });
            }
        }
    }

    private void compareAllBut(int greatest) {
        Map<Integer, List<Active>> bySlot = new HashMap<>();
        for (int i = 0; i < clusters.size(); i++) {
            if (i != greatest) {
                int cluster = i;
                clusters.get(i)
                        .forEachPiece(
                                (slot, value, interval) ->
                                        bySlot.computeIfAbsent(slot, unused -> new ArrayList<>())
                                                .add(new Active(cluster, value, interval)));
            }
        }
        bySlot.forEach(
                (slot, pieces) -> {
                    if (pieces.size() > 1 && !areAllEqual(pieces)) {
                        TimeSweep.over(pieces, Active::interval, new Sweep(slot));
                    }
                });
    }

    private static boolean areAllEqual(List<Active> pieces) {
        int first = pieces.get(0).value();
        return first != StrongSummary.SEVERAL
                && pieces.stream().allMatch(piece -> piece.value() == first);
    }

    /** Within a slot no two pieces of a cluster are active at once. */
    private final class Sweep implements TimeSweep.Visitor<Active> {
        private final int slot;
        private final Map<Integer, Integer> values = new HashMap<>();
        private final Map<Integer, Integer> unmarked = new HashMap<>();
        private int active;

        Sweep(int slot) {
            this.slot = slot;
        }

        @Override
        public void opens(Active piece) {
            active++;
            Tally.add(values, piece.value());
            if (!anchored.get(piece.cluster())) {
                Tally.add(unmarked, piece.cluster());
            }
        }

        @Override
        public void closes(Active piece) {
            active--;
            Tally.remove(values, piece.value());
            Tally.remove(unmarked, piece.cluster());
        }

        @Override
        public void atom(Interval atom) {
            if (active > 1 && (values.size() > 1 || values.containsKey(StrongSummary.SEVERAL))) {
                slots.set(slot);
                unmarked.keySet().forEach(anchored::set);
                unmarked.clear();
            }
        }
    }
}
