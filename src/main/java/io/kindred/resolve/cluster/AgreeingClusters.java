package io.kindred.resolve.cluster;

import io.kindred.resolve.cluster.OverlapIndex.Owned;
import io.kindred.resolve.cluster.StrongValues.SlotValue;
import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Joins those anchored clusters of a contested group that agree and are not in conflict.
 *
 * <p>The result is defined by a loop over all pairs {@code (i, j)}, {@code i < j}, in order: each
 * pair joins the two clusters that contain {@code i} and {@code j} at that time, if they agree and
 * are not in conflict. Testing all pairs would be quadratic. Agreement and conflict only ever
 * become true as clusters grow, so each pair of clusters needs one test. Only pairs that share a
 * value at the same time need it.
 *
 * <p>Example: clusters 1 and 2 have passport A and cluster 3 has passport B, all at the same time.
 * Pair (1, 2) agrees and joins. Pairs (1, 3) and (2, 3) share no value, so they are never tested.
 *
 * <p>A <i>pass</i> handles all pairs of one {@code i}. The cluster that contains {@code i} looks up
 * who shares its values. Each such cluster is queued under its least number that is still to come,
 * and tested in that order. A join brings in new values, which are looked up in turn. A value is
 * <i>settled</i> once a lookup leaves nobody to test; it is never looked up again.
 *
 * <p>Clusters that a decision reconciled are an exception: as such a cluster grows it may get a
 * value that excuses a conflict. So once such a cluster has joined, everybody who shares a value
 * with it is tested again, in this pass and in those that follow.
 *
 * <p>Costs one test per pair of clusters that agree, and sorting. With reconciled clusters it may
 * be one test per pair of the clusters that agreed at the beginning.
 */
final class AgreeingClusters {

    private final Test test;
    private final Cluster[] clusterOf;

    /** For each value of several clusters: the clusters that have it, and when. */
    private final Map<Integer, OverlapIndex> shared = new HashMap<>();

    private final PriorityQueue<Integer> queue = new PriorityQueue<>();

    /** Those tested in vain in this pass. */
    private final List<Cluster> refused = new ArrayList<>();

    /** How many joins had a reconciled cluster as the result. */
    private int reconciledJoins;

    /** Whether this pass has looked up all values of its cluster. */
    private boolean isFullPass;

    private int pass;

    /** The pairs of this pass up to this number are done. */
    private int position;

    private AgreeingClusters(int count, Test test) {
        this.test = test;
        this.clusterOf = new Cluster[count];
        for (int i = 0; i < count; i++) {
            clusterOf[i] = new Cluster(i);
        }
    }

    /** Tests and joins clusters that agree. */
    interface Test {

        /**
         * Joins the clusters that contain the two, unless they are in conflict; returns whether it
         * did.
         */
        boolean join(int a, int b);

        /** What the cluster that contains it says now. */
        StrongSummary summary(int a);
    }

    private static final class Cluster {
        private final TreeSet<Integer> numbers = new TreeSet<>();

        /** Values to look up when the cluster's next pass begins. */
        private List<SlotValue> pending = new ArrayList<>(2);

        /** For each value, the times at which it is settled: end by start. */
        private Map<Integer, TreeMap<Long, Long>> settled = new HashMap<>(2);

        private int queuedIn = -1;

        /** The {@link #reconciledJoins} that its settled values take into account. */
        private int settledAt;

        Cluster(int number) {
            numbers.add(number);
        }

        boolean isSettled(SlotValue slotValue) {
            TreeMap<Long, Long> times = settled.get(slotValue.value());
            if (times == null) {
                return false;
            }
            Map.Entry<Long, Long> time = times.floorEntry(slotValue.interval().start());
            return time != null && time.getValue() >= slotValue.interval().end();
        }

        void settle(int value, Interval interval) {
            TreeMap<Long, Long> times = settled.computeIfAbsent(value, unused -> new TreeMap<>());
            long start = interval.start();
            long end = interval.end();
            Map.Entry<Long, Long> near = times.floorEntry(end);
            while (near != null && near.getValue() >= start) {
                start = Math.min(start, near.getKey());
                end = Math.max(end, near.getValue());
                times.remove(near.getKey());
                near = times.floorEntry(end);
            }
            times.put(start, end);
        }

        void settleAll(Cluster other) {
            Map<Integer, TreeMap<Long, Long>> from = other.settled;
            if (from.size() > settled.size()) {
                from = settled;
                settled = other.settled;
            }
            from.forEach(
                    (value, times) ->
                            times.forEach((start, end) -> settle(value, new Interval(start, end))));
        }
    }

    /**
     * Joins clusters.
     *
     * @param anchored the clusters in order; read before anything is joined
     * @param test called with positions in the list
     */
    static void join(List<StrongSummary> anchored, Test test) {
        AgreeingClusters agreeing = new AgreeingClusters(anchored.size(), test);
        if (agreeing.share(anchored)) {
            for (int i = 0; i < anchored.size(); i++) {
                agreeing.pass(i);
            }
        }
    }

    /** Indexes the values that several clusters have; returns whether there are any. */
    private boolean share(List<StrongSummary> anchored) {
        Map<Integer, List<Owned>> owners = new HashMap<>();
        for (int i = 0; i < anchored.size(); i++) {
            int number = i;
            Set<SlotValue> seen = new HashSet<>();
            anchored.get(i)
                    .forEachValue(
                            slotValue -> {
                                // Agreement compares values across slots, so the slot is dropped.
                                SlotValue anywhere =
                                        new SlotValue(0, slotValue.value(), slotValue.interval());
                                if (seen.add(anywhere)) {
                                    owners.computeIfAbsent(
                                                    slotValue.value(), unused -> new ArrayList<>(2))
                                            .add(new Owned(number, slotValue.interval()));
                                }
                            });
        }
        owners.forEach(
                (value, owned) -> {
                    int first = owned.get(0).owner();
                    if (owned.get(owned.size() - 1).owner() != first) {
                        shared.put(value, new OverlapIndex(owned));
                        for (Owned each : owned) {
                            clusterOf[each.owner()].pending.add(
                                    new SlotValue(0, value, each.interval()));
                        }
                    }
                });
        return !shared.isEmpty();
    }

    private void pass(int number) {
        pass = number;
        position = number;
        refused.clear();
        Cluster own = clusterOf[number];
        isFullPass = own.settledAt != reconciledJoins;
        if (isFullPass) {
            lookUpAll(own);
            own.settledAt = reconciledJoins;
        } else {
            List<SlotValue> pending = own.pending;
            own.pending = new ArrayList<>(0);
            lookUp(own, pending);
        }
        while (!queue.isEmpty()) {
            position = queue.remove();
            Cluster other = clusterOf[position];
            boolean isReconciled =
                    test.summary(number).isReconciled() || test.summary(position).isReconciled();
            boolean isStale = isReconciled || other.settledAt != reconciledJoins;
            List<SlotValue> brought = isStale ? values(position) : other.pending;
            if (!test.join(number, position)) {
                refused.add(other);
            } else {
                if (isStale) {
                    // What the other settled, it settled before somebody was reconciled.
                    other.settled = new HashMap<>(2);
                }
                own = joined(own, other, brought, isReconciled);
            }
        }
    }

    private List<SlotValue> values(int number) {
        List<SlotValue> values = new ArrayList<>();
        test.summary(number)
                .forEachValue(
                        each -> {
                            if (shared.containsKey(each.value())) {
                                values.add(each);
                            }
                        });
        return values;
    }

    /** Looks up everything that a cluster says, as if for the first time. */
    private void lookUpAll(Cluster own) {
        own.settled = new HashMap<>(2);
        own.pending = new ArrayList<>(0);
        lookUp(own, values(pass));
    }

    /** Those who were in conflict with a cluster before it grew may not be any more. */
    private void lookAgain(Cluster own) {
        reconciledJoins++;
        own.settledAt = -1;
        if (!isFullPass) {
            isFullPass = true;
            lookUpAll(own);
        }
        for (Cluster again : refused) {
            Integer next = again.numbers.higher(position);
            if (next != null) {
                queue.add(next);
            }
        }
        refused.clear();
    }

    private void lookUp(Cluster own, List<SlotValue> several) {
        for (SlotValue slotValue : several) {
            if (!own.isSettled(slotValue)) {
                if (queueAll(own, slotValue)) {
                    own.settle(slotValue.value(), slotValue.interval());
                } else {
                    own.pending.add(slotValue);
                }
            }
        }
    }

    /** Whether everybody who shares the value is queued, settled, or in no remaining pair. */
    private boolean queueAll(Cluster own, SlotValue slotValue) {
        boolean[] isComplete = {true};
        shared.get(slotValue.value())
                .overlapping(
                        slotValue.interval(),
                        owner -> {
                            Cluster other = clusterOf[owner];
                            if (other == own || other.queuedIn == pass) {
                                return true;
                            }
                            if (other.numbers.last() < pass) {
                                return false;
                            }
                            Integer next = other.numbers.higher(position);
                            if (next == null) {
                                isComplete[0] = false;
                            } else {
                                other.queuedIn = pass;
                                queue.add(next);
                            }
                            return true;
                        });
        return isComplete[0];
    }

    private Cluster joined(
            Cluster own, Cluster other, List<SlotValue> brought, boolean isReconciled) {
        Cluster into = own.numbers.size() >= other.numbers.size() ? own : other;
        Cluster from = into == own ? other : own;
        for (int number : from.numbers) {
            clusterOf[number] = into;
        }
        into.numbers.addAll(from.numbers);
        into.pending = own.pending;
        into.settledAt = own.settledAt;
        into.settleAll(from);
        lookUp(into, brought);
        if (isReconciled) {
            lookAgain(into);
        }
        return into;
    }
}
