package io.kindred.resolve.cluster;

import io.kindred.resolve.cluster.DecidedPairs.Pair;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which clusters {@code different} decisions hold apart: a graph of clusters that shrinks as they
 * join. A cluster is named by any of its records.
 *
 * <p>Joining costs as much as the cluster with fewer neighbours has, so n decisions cost O(n log n)
 * in all; asking about two clusters is one look-up.
 */
final class HeldApart {

    /** The clusters of records that a decision names, so that most records cost nothing. */
    private final DisjointSets clusters;

    /** For each cluster the node of the graph that stands for it. */
    private final Map<Integer, Integer> nodes = new HashMap<>();

    /**
     * For each node its neighbours, with the decisions between both; the same list on each side.
     */
    private final Map<Integer, Map<Integer, List<Pair>>> neighbors = new HashMap<>();

    /**
     * @param clusters joined by the caller, which says so by {@link #joined}
     */
    HeldApart(List<Pair> different, DisjointSets clusters) {
        this.clusters = clusters;
        for (Pair pair : different) {
            List<Pair> between = new ArrayList<>(List.of(pair));
            add(pair.lesser(), pair.greater(), between);
            add(pair.greater(), pair.lesser(), between);
        }
    }

    private void add(int node, int neighbor, List<Pair> between) {
        nodes.put(node, node);
        neighbors.computeIfAbsent(node, unused -> new HashMap<>(2)).put(neighbor, between);
    }

    boolean areApart(int a, int b) {
        return !between(a, b).isEmpty();
    }

    /** The decisions that hold two clusters apart, in no particular order. */
    List<Pair> between(int a, int b) {
        Integer left = nodes.get(clusters.find(a));
        Integer right = nodes.get(clusters.find(b));
        return left == null || right == null
                ? List.of()
                : neighbors.get(left).getOrDefault(right, List.of());
    }

    /**
     * The decisions that hold any two of these clusters apart, sorted. Costs for each cluster the
     * number of its neighbours, or of the clusters if that is less.
     *
     * @param several different clusters
     * @param apart receives the positions of the clusters that are held apart from another
     */
    List<Pair> among(int[] several, BitSet apart) {
        if (nodes.isEmpty()) {
            return List.of();
        }
        Map<Integer, Integer> positions = new HashMap<>();
        for (int i = 0; i < several.length; i++) {
            Integer node = nodes.get(clusters.find(several[i]));
            if (node != null) {
                positions.put(node, i);
            }
        }
        List<Pair> found = new ArrayList<>();
        positions.forEach(
                (node, position) -> {
                    Map<Integer, List<Pair>> own = neighbors.get(node);
                    boolean isFewer = own.size() < positions.size();
                    for (int other : isFewer ? own.keySet() : positions.keySet()) {
                        // Each pair is met twice, but only once in this order.
                        if (node < other
                                && own.containsKey(other)
                                && positions.containsKey(other)) {
                            apart.set(position);
                            apart.set(positions.get(other));
                            found.addAll(own.get(other));
                        }
                    }
                });
        found.sort(null);
        return found;
    }

    /**
     * Two clusters joined.
     *
     * @param into now stands for both
     * @param from stood for the other one until now
     * @throws IllegalStateException if a decision holds them apart
     */
    void joined(int into, int from) {
        Integer other = nodes.remove(from);
        if (other == null) {
            return;
        }
        Integer own = nodes.get(into);
        if (own == null) {
            nodes.put(into, other);
            return;
        }
        boolean isLarger = neighbors.get(own).size() >= neighbors.get(other).size();
        int kept = isLarger ? own : other;
        int dropped = isLarger ? other : own;
        nodes.put(into, kept);
        Map<Integer, List<Pair>> all = neighbors.get(kept);
        neighbors
                .remove(dropped)
                .forEach(
                        (neighbor, between) -> {
                            if (neighbor == kept) {
                                throw new IllegalStateException(
                                        "joined although held apart: " + between);
                            }
                            List<Pair> together = together(all.get(neighbor), between);
                            all.put(neighbor, together);
                            neighbors.get(neighbor).remove(dropped);
                            neighbors.get(neighbor).put(kept, together);
                        });
    }

    private static List<Pair> together(List<Pair> a, List<Pair> b) {
        if (a == null) {
            return b;
        }
        List<Pair> larger = a.size() >= b.size() ? a : b;
        larger.addAll(larger == a ? b : a);
        return larger;
    }
}
