package io.kindred.resolve.cluster;

import io.kindred.resolve.cluster.StrongValues.SlotValue;
import io.kindred.temporal.Interval;
import io.kindred.testkit.Seeds;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class AgreeingClustersTest {

    private static final int CASES = Seeds.CASES * 10;

    @Test
    void joinsTheSameClustersAsTestingAllPairsInOrder() {
        int joins = 0;
        for (long seed : Seeds.halfFixed(CASES)) {
            Random dice = new Random(seed);
            List<List<SlotValue>> clusters = randomClusters(dice);
            List<List<Integer>> expected = allPairs(clusters);
            assertThat(joined(clusters)).as("seed %d", seed).isEqualTo(expected);
            joins += expected.size();
        }
        assertThat(joins).isGreaterThan(CASES / 2);
    }

    @Test
    void joinsWhatComparingAllPairsWouldWithReconciledClusters() {
        int joins = 0;
        for (long seed : Seeds.halfFixed(CASES)) {
            Random dice = new Random(seed);
            List<List<SlotValue>> clusters = randomClusters(dice);
            List<Integer> slots = clusters.stream().map(unused -> dice.nextInt(5)).toList();
            List<List<Integer>> expected = allPairs(new Reconciled(clusters, slots));
            Reconciled actual = new Reconciled(clusters, slots);
            AgreeingClusters.join(List.copyOf(actual.summaries), actual);
            assertThat(actual.joins).as("seed %d", seed).isEqualTo(expected);
            joins += expected.size();
        }
        assertThat(joins).isGreaterThan(CASES / 2);
    }

    private static List<List<Integer>> allPairs(Reconciled clusters) {
        for (int i = 0; i < clusters.now.size(); i++) {
            for (int j = i + 1; j < clusters.now.size(); j++) {
                List<SlotValue> a = clusters.now.get(i);
                List<SlotValue> b = clusters.now.get(j);
                if (a != b && agree(a, b)) {
                    clusters.join(i, j);
                }
            }
        }
        return clusters.joins;
    }

    /** Clusters of which some are reconciled: those with a slot of 0 or 1. */
    private static final class Reconciled implements AgreeingClusters.Test {
        private final Map<Integer, List<SlotValue>> now;
        private final List<StrongSummary> summaries = new ArrayList<>();
        private final List<List<Integer>> joins = new ArrayList<>();

        Reconciled(List<List<SlotValue>> clusters, List<Integer> slots) {
            now = byCluster(clusters);
            for (int i = 0; i < clusters.size(); i++) {
                summaries.add(StrongSummary.of(clusters.get(i)));
                if (slots.get(i) < 2) {
                    summaries.get(i).reconcile(slots.get(i));
                }
            }
        }

        @Override
        public boolean join(int a, int b) {
            StrongSummary left = summaries.get(a);
            StrongSummary right = summaries.get(b);
            if (left.conflictsWith(right)) {
                return false;
            }
            StrongSummary both = StrongSummary.joined(left, right);
            summaries.replaceAll(each -> each == left || each == right ? both : each);
            return AgreeingClustersTest.join(now, a, b, joins);
        }

        @Override
        public StrongSummary summary(int a) {
            return summaries.get(a);
        }
    }

    /** The joins in order, each as the pair that was tested. */
    private static List<List<Integer>> joined(List<List<SlotValue>> clusters) {
        List<List<Integer>> joins = new ArrayList<>();
        Map<Integer, List<SlotValue>> now = byCluster(clusters);
        AgreeingClusters.join(
                clusters.stream().map(StrongSummary::of).toList(),
                new AgreeingClusters.Test() {
                    @Override
                    public boolean join(int a, int b) {
                        return !inConflict(now.get(a), now.get(b))
                                && AgreeingClustersTest.join(now, a, b, joins);
                    }

                    @Override
                    public StrongSummary summary(int a) {
                        return StrongSummary.of(now.get(a));
                    }
                });
        return joins;
    }

    private static List<List<Integer>> allPairs(List<List<SlotValue>> clusters) {
        List<List<Integer>> joins = new ArrayList<>();
        Map<Integer, List<SlotValue>> now = byCluster(clusters);
        for (int i = 0; i < clusters.size(); i++) {
            for (int j = i + 1; j < clusters.size(); j++) {
                List<SlotValue> a = now.get(i);
                List<SlotValue> b = now.get(j);
                if (a != b && !inConflict(a, b) && agree(a, b)) {
                    join(now, i, j, joins);
                }
            }
        }
        return joins;
    }

    private static boolean join(
            Map<Integer, List<SlotValue>> now, int a, int b, List<List<Integer>> joins) {
        joins.add(List.of(a, b));
        List<SlotValue> left = now.get(a);
        List<SlotValue> right = now.get(b);
        assertThat(left).isNotSameAs(right);
        List<SlotValue> both = new ArrayList<>(left);
        both.addAll(right);
        now.replaceAll((number, values) -> values == left || values == right ? both : values);
        return true;
    }

    private static boolean inConflict(List<SlotValue> a, List<SlotValue> b) {
        return a.stream()
                .anyMatch(
                        x ->
                                b.stream()
                                        .anyMatch(
                                                y ->
                                                        x.slot() == y.slot()
                                                                && x.value() != y.value()
                                                                && overlap(x, y)));
    }

    private static boolean agree(List<SlotValue> a, List<SlotValue> b) {
        return a.stream()
                .anyMatch(x -> b.stream().anyMatch(y -> x.value() == y.value() && overlap(x, y)));
    }

    private static boolean overlap(SlotValue x, SlotValue y) {
        return x.interval().overlaps(y.interval());
    }

    private static Map<Integer, List<SlotValue>> byCluster(List<List<SlotValue>> clusters) {
        Map<Integer, List<SlotValue>> holders = new HashMap<>();
        for (List<SlotValue> cluster : clusters) {
            holders.put(holders.size(), new ArrayList<>(cluster));
        }
        return holders;
    }

    /** Slots 0 and 1 share their values, slot 2 has its own. */
    private static List<List<SlotValue>> randomClusters(Random dice) {
        int count = 2 + dice.nextInt(14);
        int values = 1 + dice.nextInt(6);
        int span = 1 + dice.nextInt(6);
        List<List<SlotValue>> clusters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<SlotValue> cluster = new ArrayList<>();
            for (int j = dice.nextInt(4); j >= 0; j--) {
                int slot = dice.nextInt(3);
                int value = dice.nextInt(values) + (slot == 2 ? 100 : 0);
                int start = dice.nextInt(20);
                cluster.add(
                        new SlotValue(
                                slot, value, new Interval(start, start + 1 + dice.nextInt(span))));
            }
            clusters.add(cluster);
        }
        return clusters;
    }
}
