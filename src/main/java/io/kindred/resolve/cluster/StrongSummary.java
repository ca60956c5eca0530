package io.kindred.resolve.cluster;

import io.kindred.resolve.cluster.StrongValues.Held;
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
 * Which values of strong identifiers a cluster of records holds, and when.
 *
 * <p>Clusters join only if they are not in conflict. So at any time a slot of a cluster holds one
 * value, or several that one record asserts at once; the latter are in conflict with whatever
 * another cluster holds then, be it one of them. That makes a slot a line of pieces that do not
 * overlap, and comparing two clusters costs the pieces of the lesser times the logarithm of those
 * of the greater, as does joining them.
 */
final class StrongSummary {

    /** In place of a value: several at once. */
    static final int SEVERAL = -1;

    /** The pieces of each slot by their start; touching ones are of different values. */
    private final Map<Integer, TreeMap<Long, Piece>> lines = new HashMap<>(4);

    /** What records that are at odds with themselves hold in the slots where they are. */
    private final List<Held> disputed = new ArrayList<>(0);

    private int size;

    private StrongSummary() {}

    private record Piece(long end, int value) {}

    /** Told the pieces of a cluster. */
    interface PieceVisitor {

        /** A value, or {@link #SEVERAL}, is held over an interval. */
        void piece(int slot, int value, Interval interval);
    }

    /** Of what one record holds. */
    static StrongSummary of(List<Held> held) {
        StrongSummary summary = new StrongSummary();
        if (held.size() == 1) {
            summary.add(held.get(0));
            return summary;
        }
        Map<Integer, List<Held>> bySlot = new LinkedHashMap<>(4);
        for (Held each : held) {
            bySlot.computeIfAbsent(each.slot(), unused -> new ArrayList<>(2)).add(each);
        }
        bySlot.values().forEach(summary::addSlot);
        return summary;
    }

    private void addSlot(List<Held> held) {
        int slot = held.get(0).slot();
        Map<Integer, Integer> active = new HashMap<>();
        TimeSweep.over(
                held,
                Held::interval,
                new TimeSweep.Visitor<Held>() {
                    private boolean isDisputed;

                    @Override
                    public void opens(Held each) {
                        Tally.add(active, each.value());
                    }

                    @Override
                    public void closes(Held each) {
                        Tally.remove(active, each.value());
                    }

                    @Override
                    public void atom(Interval atom) {
                        boolean isOne = active.size() == 1;
                        int value = isOne ? active.keySet().iterator().next() : SEVERAL;
                        add(new Held(slot, value, atom));
                        if (!isOne && !isDisputed) {
                            isDisputed = true;
                            disputed.addAll(held);
                        }
                    }
                });
    }

    /** Both in one; neither is to be used any more. They must not be in conflict. */
    static StrongSummary joined(StrongSummary a, StrongSummary b) {
        StrongSummary into = a.size >= b.size ? a : b;
        StrongSummary from = into == a ? b : a;
        from.forEachPiece((slot, value, interval) -> into.add(new Held(slot, value, interval)));
        into.disputed.addAll(from.disputed);
        return into;
    }

    /** Adds a piece, joined with those of its value that it overlaps or touches. */
    private void add(Held held) {
        TreeMap<Long, Piece> line = lines.computeIfAbsent(held.slot(), unused -> new TreeMap<>());
        long start = held.interval().start();
        long end = held.interval().end();
        Map.Entry<Long, Piece> near = line.floorEntry(end);
        while (near != null && near.getValue().end() >= start) {
            Map.Entry<Long, Piece> before = line.lowerEntry(near.getKey());
            if (near.getValue().value() == held.value()) {
                start = Math.min(start, near.getKey());
                end = Math.max(end, near.getValue().end());
                line.remove(near.getKey());
                size--;
            }
            near = before;
        }
        line.put(start, new Piece(end, held.value()));
        size++;
    }

    /** How many pieces there are. */
    int size() {
        return size;
    }

    /** Tells all pieces, each slot's in order of time. */
    void forEachPiece(PieceVisitor listener) {
        lines.forEach(
                (slot, line) ->
                        line.forEach(
                                (start, piece) ->
                                        listener.piece(
                                                slot,
                                                piece.value(),
                                                new Interval(start, piece.end()))));
    }

    /** Tells all values with their times, some of them more than once. */
    void forEachHeld(Consumer<Held> listener) {
        forEachPiece(
                (slot, value, interval) -> {
                    if (value != SEVERAL) {
                        listener.accept(new Held(slot, value, interval));
                    }
                });
        disputed.forEach(listener);
    }

    /** Whether one has a value and the other a different one at the same time within a slot. */
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

    /** Tells the slots in which the two are in conflict. */
    void forEachConflict(StrongSummary other, IntConsumer listener) {
        StrongSummary few = lines.size() <= other.lines.size() ? this : other;
        StrongSummary more = few == this ? other : this;
        few.lines.forEach(
                (slot, own) -> {
                    TreeMap<Long, Piece> theirs = more.lines.get(slot);
                    if (theirs != null && differAtOnce(own, theirs)) {
                        listener.accept(slot);
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
