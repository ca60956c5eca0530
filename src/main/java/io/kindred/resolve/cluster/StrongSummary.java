package io.kindred.resolve.cluster;

import io.kindred.resolve.cluster.StrongValues.SlotValue;
import io.kindred.temporal.Interval;
import io.kindred.temporal.TimeSweep;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * The strong identifier values of a cluster of records over time.
 *
 * <p>Clusters join only if they are not in conflict. So at any time a slot of a cluster has either
 * one value, or several values that a single record asserts at once. The latter conflict with any
 * value of another cluster, even an equal one. So a slot is a sequence of pieces that do not
 * overlap.
 *
 * <p>Comparing or joining two clusters costs O(m log n), where m and n are the pieces of the
 * smaller and the larger one.
 */
final class StrongSummary {

    /** Stands for several values at once. */
    static final int SEVERAL = -1;

    /** The pieces of each slot by start. Adjacent pieces that touch have different values. */
    private final Map<Integer, TreeMap<Long, Piece>> lines = new HashMap<>(4);

    /** The values of records that contradict themselves, in the slots where they do. */
    private final List<SlotValue> disputed = new ArrayList<>(0);

    private int size;

    private StrongSummary() {}

    private record Piece(long end, int value) {}

    /** Receives the pieces of a cluster. */
    interface PieceVisitor {

        /** A value, or {@link #SEVERAL}, holds over an interval. */
        void piece(int slot, int value, Interval interval);
    }

    /** The summary of a single record. */
    static StrongSummary of(List<SlotValue> values) {
        StrongSummary summary = new StrongSummary();
        if (values.size() == 1) {
            summary.add(values.get(0));
            return summary;
        }
        Map<Integer, List<SlotValue>> bySlot = new LinkedHashMap<>(4);
        for (SlotValue each : values) {
            bySlot.computeIfAbsent(each.slot(), unused -> new ArrayList<>(2)).add(each);
        }
        bySlot.values().forEach(summary::addSlot);
        return summary;
    }

    private void addSlot(List<SlotValue> values) {
        int slot = values.get(0).slot();
        Map<Integer, Integer> active = new HashMap<>();
        TimeSweep.over(
                values,
                SlotValue::interval,
                new TimeSweep.Visitor<SlotValue>() {
                    private boolean isDisputed;

                    @Override
                    public void opens(SlotValue each) {
                        Tally.add(active, each.value());
                    }

                    @Override
                    public void closes(SlotValue each) {
                        Tally.remove(active, each.value());
                    }

                    @Override
                    public void atom(Interval atom) {
                        boolean isOne = active.size() == 1;
                        int value = isOne ? active.keySet().iterator().next() : SEVERAL;
                        add(new SlotValue(slot, value, atom));
                        if (!isOne && !isDisputed) {
                            isDisputed = true;
                            disputed.addAll(values);
                        }
                    }
                });
    }

    /** Joins two summaries, which must not be in conflict. Neither may be used afterwards. */
    static StrongSummary joined(StrongSummary a, StrongSummary b) {
        StrongSummary into = a.size >= b.size ? a : b;
        StrongSummary from = into == a ? b : a;
        from.forEachPiece(
                (slot, value, interval) -> into.add(new SlotValue(slot, value, interval)));
        into.disputed.addAll(from.disputed);
        return into;
    }

    /** Adds a piece and merges it with those of equal value that it overlaps or touches. */
    private void add(SlotValue added) {
        TreeMap<Long, Piece> line = lines.computeIfAbsent(added.slot(), unused -> new TreeMap<>());
        long start = added.interval().start();
        long end = added.interval().end();
        Map.Entry<Long, Piece> near = line.floorEntry(end);
        while (near != null && near.getValue().end() >= start) {
            Map.Entry<Long, Piece> before = line.lowerEntry(near.getKey());
            if (near.getValue().value() == added.value()) {
                start = Math.min(start, near.getKey());
                end = Math.max(end, near.getValue().end());
                line.remove(near.getKey());
                size--;
            }
            near = before;
        }
        line.put(start, new Piece(end, added.value()));
        size++;
    }

    /** The number of pieces. */
    int size() {
        return size;
    }

    /** Visits all pieces, those of a slot in order of time. */
    void forEachPiece(PieceVisitor visitor) {
        lines.forEach(
                (slot, line) ->
                        line.forEach(
                                (start, piece) ->
                                        visitor.piece(
                                                slot,
                                                piece.value(),
                                                new Interval(start, piece.end()))));
    }

    /** Visits all values with their times; a value may be visited more than once. */
    void forEachValue(Consumer<SlotValue> visitor) {
        forEachPiece(
                (slot, value, interval) -> {
                    if (value != SEVERAL) {
                        visitor.accept(new SlotValue(slot, value, interval));
                    }
                });
        disputed.forEach(visitor);
    }

    /** Whether the two have different values in the same slot at the same time. */
    boolean conflictsWith(StrongSummary other) {
        StrongSummary few = lines.size() <= other.lines.size() ? this : other;
        StrongSummary more = few == this ? other : this;
        for (Map.Entry<Integer, TreeMap<Long, Piece>> own : few.lines.entrySet()) {
            TreeMap<Long, Piece> theirs = more.lines.get(own.getKey());
            if (theirs != null && differAtOnce(own.getValue(), theirs)) {
                return true;
            }
        }
        return false;
    }

    /** Visits the slots in which the two are in conflict. */
    void forEachConflict(StrongSummary other, IntConsumer visitor) {
        StrongSummary few = lines.size() <= other.lines.size() ? this : other;
        StrongSummary more = few == this ? other : this;
        few.lines.forEach(
                (slot, own) -> {
                    TreeMap<Long, Piece> theirs = more.lines.get(slot);
                    if (theirs != null && differAtOnce(own, theirs)) {
                        visitor.accept(slot);
                    }
                });
    }

    private static boolean differAtOnce(TreeMap<Long, Piece> a, TreeMap<Long, Piece> b) {
        TreeMap<Long, Piece> few = a.size() <= b.size() ? a : b;
        TreeMap<Long, Piece> many = few == a ? b : a;
        for (Map.Entry<Long, Piece> piece : few.entrySet()) {
            if (differs(piece.getKey(), piece.getValue(), many)) {
                return true;
            }
        }
        return false;
    }

    private static boolean differs(long start, Piece piece, TreeMap<Long, Piece> line) {
        Map.Entry<Long, Piece> before = line.floorEntry(start);
        if (before != null
                && before.getValue().end() > start
                && areDifferent(piece, before.getValue())) {
            return true;
        }
        Collection<Piece> within = line.subMap(start, false, piece.end(), false).values();
        for (Piece other : within) {
            if (areDifferent(piece, other)) {
                return true;
            }
        }
        return false;
    }

    private static boolean areDifferent(Piece a, Piece b) {
        return a.value() != b.value() || a.value() == SEVERAL;
    }
}
