package io.kindred.resolve.cluster;

import io.kindred.temporal.Interval;
import io.kindred.temporal.TimeSweep;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds which clusters of a group are in conflict with another one, by a sweep line over time.
 *
 * <p>Where two clusters and two values are active in a slot at the same time, <i>every</i> active
 * cluster is in conflict with another. A cluster without a conflict would have a single value that
 * all others have too. So one sweep per slot finds them all without comparing pairs.
 *
 * <p>Example: from 2000 to 2010 clusters 1 and 2 have passport A and cluster 3 has passport B. All
 * three are in conflict: 1 and 2 with 3.
 *
 * <p>The largest cluster is not swept; the others are looked up in it. So a cluster that grows from
 * group to group is not walked each time.
 *
 * <p>Clusters that a decision reconciled with each other's values are compared with each cluster of
 * the group, one by one. If an identifier tolerates differences, all pairs of clusters are compared
 * on it: quadratic, but a group has {@code max_records} of them at most.
 */
final class Rivals {

    private final List<StrongSummary> clusters;
    private final BitSet anchored = new BitSet();
    private final BitSet slots = new BitSet();

    private Rivals(List<StrongSummary> clusters) {
        this.clusters = clusters;
    }

    private record Active(int cluster, int value, Interval interval) {}

    static Rivals among(List<StrongSummary> clusters) {
        Rivals rivals = new Rivals(clusters);
        int largest = rivals.largest();
        rivals.compareWith(largest);
        if (clusters.size() > 2) {
            rivals.compareAllBut(largest);
            rivals.compareReconciled(largest);
            if (clusters.get(0).hasTolerance()) {
                rivals.compareTolerant(largest);
            }
        }
        if (clusters.get(0).hasSingle()) {
            rivals.compareSingle();
        }
        return rivals;
    }

    /** The positions of the clusters in conflict with another one. */
    BitSet anchored() {
        return anchored;
    }

    /** The slots with conflicts. */
    BitSet slots() {
        return slots;
    }

    private int largest() {
        int largest = 0;
        for (int i = 1; i < clusters.size(); i++) {
            if (clusters.get(i).size() > clusters.get(largest).size()) {
                largest = i;
            }
        }
        return largest;
    }

    private void compareWith(int largest) {
        StrongSummary other = clusters.get(largest);
        for (int i = 0; i < clusters.size(); i++) {
            if (i != largest) {
                int each = i;
                clusters.get(i).forEachConflict(other, slot -> mark(each, largest, slot));
            }
        }
    }

    private void compareAllBut(int largest) {
        Map<Integer, List<Active>> bySlot = new HashMap<>();
        for (int i = 0; i < clusters.size(); i++) {
            if (i != largest) {
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

    /** In a reconciled slot not every active cluster need be in conflict, so pairs are compared. */
    private void compareReconciled(int largest) {
        for (int i = 0; i < clusters.size(); i++) {
            if (i != largest && clusters.get(i).isReconciled()) {
                for (int j = 0; j < clusters.size(); j++) {
                    boolean isFirst = j > i || !clusters.get(j).isReconciled();
                    if (j != i && j != largest && isFirst) {
                        compareReconciled(i, j);
                    }
                }
            }
        }
    }

    private void compareReconciled(int i, int j) {
        clusters.get(i).forEachReconciledConflict(clusters.get(j), slot -> mark(i, j, slot));
    }

    private void compareTolerant(int largest) {
        for (int i = 0; i < clusters.size(); i++) {
            for (int j = i + 1; j < clusters.size(); j++) {
                if (i != largest && j != largest) {
                    int left = i;
                    int right = j;
                    clusters.get(i)
                            .forEachTolerantConflict(
                                    clusters.get(j), slot -> mark(left, right, slot));
                }
            }
        }
    }

    /** Slots of which only one cluster may have a record: all that do are in conflict. */
    private void compareSingle() {
        BitSet once = new BitSet(0);
        BitSet twice = new BitSet(0);
        for (StrongSummary cluster : clusters) {
            BitSet again = (BitSet) cluster.single().clone();
            again.and(once);
            twice.or(again);
            once.or(cluster.single());
        }
        if (!twice.isEmpty()) {
            slots.or(twice);
            for (int i = 0; i < clusters.size(); i++) {
                if (clusters.get(i).single().intersects(twice)) {
                    anchored.set(i);
                }
            }
        }
    }

    private void mark(int i, int j, int slot) {
        anchored.set(i);
        anchored.set(j);
        slots.set(slot);
    }

    private static boolean areAllEqual(List<Active> pieces) {
        int first = pieces.get(0).value();
        return first != StrongSummary.SEVERAL
                && pieces.stream().allMatch(piece -> piece.value() == first);
    }

    /** Marks the active clusters. Within a slot no two pieces of one cluster overlap. */
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
