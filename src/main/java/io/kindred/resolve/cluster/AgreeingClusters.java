package io.kindred.resolve.cluster;

import io.kindred.resolve.cluster.OverlapIndex.Owned;
import io.kindred.resolve.cluster.StrongValues.Held;
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
 * Joins the anchored clusters of a contested group that agree and are not in conflict.
 *
 * <p>The result is that of taking all pairs {@code (i, j)}, {@code i < j}, in order, each with the
 * clusters that hold the two by then. Two clusters agree or are in conflict if any of what they
 * were joined from do, so both only ever become true: a pair that was tested once is settled, and
 * only pairs that share a value at one time need a test. A <i>pass</i> is all pairs of one {@code
 * i}. The cluster that holds {@code i} looks up who shares its values, queues each under the least
 * of its numbers that is still to come, and tests those in order; what it takes in brings values to
 * look up in turn. A value that was looked up with nobody left to test is never looked up again,
 * nor is what only has numbers that passes are over for.
 *
 * <p>Costs a test for each two clusters that agree, and sorts.
 */
final class AgreeingClusters {

    private final Test test;
    private final Cluster[] holders;

    /** Who holds a value and when, for those that several hold. */
    private final Map<Integer, OverlapIndex> shared = new HashMap<>();

    private final PriorityQueue<Integer> queue = new PriorityQueue<>();
    private int pass;

    /** The number up to which the pairs of this pass are over. */
    private int position;

    private AgreeingClusters(int count, Test test) {
        this.test = test;
        this.holders = new Cluster[count];
        for (int i = 0; i < count; i++) {
            holders[i] = new Cluster(i);
        }
    }

    /** Asked of clusters that agree. */
    interface Test {

        /** Joins the clusters that hold the two, unless they are in conflict; whether it did. */
        boolean join(int a, int b);
    }

    private static final class Cluster {
        private final TreeSet<Integer> numbers = new TreeSet<>();

        /** What is to be looked up when its next pass begins. */
        private List<Held> pending = new ArrayList<>(2);

        /** When each value was looked up, with nobody left to test: end by start. */
        private Map<Integer, TreeMap<Long, Long>> settled = new HashMap<>(2);

        private int queuedIn = -1;

        Cluster(int number) {
            numbers.add(number);
        }

        boolean isSettled(Held held) {
            TreeMap<Long, Long> times = settled.get(held.value());
            if (times == null) {
                return false;
            }
            Map.Entry<Long, Long> time = times.floorEntry(held.interval().start());
            return time != null && time.getValue() >= held.interval().end();
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
     * @param test asked by position in the list
     */
    static void join(List<StrongSummary> anchored, Test test) {
        AgreeingClusters agreeing = new AgreeingClusters(anchored.size(), test);
        if (agreeing.share(anchored)) {
            for (int i = 0; i < anchored.size(); i++) {
                agreeing.pass(i);
            }
        }
    }

    /** Whether some values are held by several. */
    private boolean share(List<StrongSummary> anchored) {
        Map<Integer, List<Owned>> holds = new HashMap<>();
        for (int i = 0; i < anchored.size(); i++) {
            int number = i;
            Set<Held> seen = new HashSet<>();
            anchored.get(i)
                    .forEachHeld(
                            held -> {
                                // In another slot it is the same to those who agree.
                                Held anywhere = new Held(0, held.value(), held.interval());
                                if (seen.add(anywhere)) {
                                    holds.computeIfAbsent(
                                                    held.value(), unused -> new ArrayList<>(2))
                                            .add(new Owned(number, held.interval()));
                                }
                            });
        }
        holds.forEach(
                (value, owned) -> {
                    int first = owned.get(0).owner();
                    if (owned.get(owned.size() - 1).owner() != first) {
                        shared.put(value, new OverlapIndex(owned));
                        for (Owned each : owned) {
                            holders[each.owner()].pending.add(new Held(0, value, each.interval()));
                        }
                    }
                });
        return !shared.isEmpty();
    }

    private void pass(int number) {
        pass = number;
        position = number;
        Cluster own = holders[number];
        List<Held> pending = own.pending;
        own.pending = new ArrayList<>(0);
        lookUp(own, pending);
        while (!queue.isEmpty()) {
            position = queue.remove();
            Cluster other = holders[position];
            if (test.join(number, position)) {
                own = joined(own, other);
            }
        }
    }

    private void lookUp(Cluster own, List<Held> several) {
        for (Held held : several) {
            if (!own.isSettled(held)) {
                if (queueAll(own, held)) {
                    own.settle(held.value(), held.interval());
                } else {
                    own.pending.add(held);
                }
            }
        }
    }

    /** Whether everybody who shares the value is queued, settled, or out of all pairs to come. */
    private boolean queueAll(Cluster own, Held held) {
        boolean[] isAll = {true};
        shared.get(held.value())
                .overlapping(
                        held.interval(),
                        owner -> {
                            Cluster other = holders[owner];
                            if (other == own || other.queuedIn == pass) {
                                return true;
                            }
                            if (other.numbers.last() < pass) {
                                return false;
                            }
                            Integer next = other.numbers.higher(position);
                            if (next == null) {
                                isAll[0] = false;
                            } else {
                                other.queuedIn = pass;
                                queue.add(next);
                            }
                            return true;
                        });
        return isAll[0];
    }

    private Cluster joined(Cluster own, Cluster other) {
        Cluster into = own.numbers.size() >= other.numbers.size() ? own : other;
        Cluster from = into == own ? other : own;
        for (int number : from.numbers) {
            holders[number] = into;
        }
        into.numbers.addAll(from.numbers);
        List<Held> brought = other.pending;
        into.pending = own.pending;
        into.settleAll(from);
        lookUp(into, brought);
        return into;
    }
}
