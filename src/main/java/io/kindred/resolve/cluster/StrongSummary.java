package io.kindred.resolve.cluster;

import io.kindred.resolve.cluster.StrongValues.SlotValue;
import io.kindred.temporal.Interval;
import io.kindred.temporal.TimeSweep;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
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
 * <p>The exception is a slot on which a decision <i>reconciled</i> the cluster: there it may have
 * any values at once, and is in conflict with another cluster only while the two share none of
 * them. See {@link SharedValues}.
 *
 * <p>Identifiers that tolerate some differences are kept apart from the rest, in {@link
 * TolerantSlots}, and so are the slots of which a cluster may have one record at most: these are in
 * conflict whenever both clusters have them, whatever was decided.
 *
 * <p>Comparing or joining two clusters costs O(m log n), where m and n are the pieces of the
 * smaller and the larger one; on a reconciled slot, the pieces of both that overlap, and once per
 * cluster all of the slot.
 */
final class StrongSummary {

    /** Stands for several values at once. */
    static final int SEVERAL = -1;

    private static final BitSet NONE = new BitSet(0);

    /** The pieces of each slot by start. Adjacent pieces that touch have different values. */
    private final Map<Integer, TreeMap<Long, Piece>> lines = new HashMap<>(4);

    /** The values of records that contradict themselves, in the slots where they do. */
    private final List<SlotValue> disputed = new ArrayList<>(0);

    /** The slots on which the cluster is reconciled; they have no pieces. */
    private final BitSet reconciled = new BitSet(0);

    /** All values of the reconciled slots, and of those compared with such ones. */
    private final Map<Integer, SharedValues> shared = new HashMap<>(0);

    private int size;

    /** The slots of identifiers that tolerate differences; absent if the type has none. */
    private @Nullable TolerantSlots tolerant;

    /** The slots of which a cluster may have one record; absent if the type has none. */
    private @Nullable BitSet single;

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

    /** Adds the values of identifiers that tolerate differences. */
    StrongSummary with(TolerantSlots slots) {
        tolerant = slots;
        return this;
    }

    /** Adds a slot of which a cluster may have one record, unless decisions say otherwise. */
    StrongSummary withSingle(int slot) {
        single = new BitSet();
        single.set(slot);
        return this;
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
        StrongSummary into = a.size() >= b.size() ? a : b;
        StrongSummary from = into == a ? b : a;
        from.reconciled.stream().forEach(into::reconcile);
        into.shared.forEach((slot, values) -> from.forEachValueOf(slot, values::add));
        from.forEachPiece(
                (slot, value, interval) -> {
                    if (!into.reconciled.get(slot)) {
                        into.add(new SlotValue(slot, value, interval));
                    }
                });
        into.disputed.addAll(from.disputed);
        if (into.tolerant != null && from.tolerant != null) {
            into.tolerant = TolerantSlots.joined(into.tolerant, from.tolerant);
        }
        if (into.single != null && from.single != null) {
            into.single.or(from.single);
        }
        return into;
    }

    /** From now on conflicts in the slot count only while no value is shared. */
    void reconcile(int slot) {
        if (tolerant != null && tolerant.has(slot)) {
            tolerant.reconcile(slot);
        } else if (!reconciled.get(slot)) {
            shared(slot);
            reconciled.set(slot);
            TreeMap<Long, Piece> line = lines.remove(slot);
            size -= line == null ? 0 : line.size();
        }
    }

    /** Whether the cluster is reconciled on any slot without tolerance. */
    boolean isReconciled() {
        return !reconciled.isEmpty();
    }

    /** All values of a slot, kept up to date from now on. */
    private SharedValues shared(int slot) {
        SharedValues known = shared.get(slot);
        if (known == null) {
            known = new SharedValues();
            forEachValueOf(slot, known::add);
            shared.put(slot, known);
        }
        return known;
    }

    private void forEachValueOf(int slot, SharedValues.Visitor visitor) {
        SharedValues known = shared.get(slot);
        if (known != null) {
            known.forEach(visitor);
            return;
        }
        lines.getOrDefault(slot, new TreeMap<>())
                .forEach(
                        (start, piece) -> {
                            if (piece.value() != SEVERAL) {
                                visitor.value(piece.value(), new Interval(start, piece.end()));
                            }
                        });
        for (SlotValue each : disputed) {
            if (each.slot() == slot) {
                visitor.value(each.value(), each.interval());
            }
        }
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

    /** The number of pieces, and of values in reconciled slots. */
    int size() {
        int all = size;
        if (isReconciled()) {
            for (int slot : reconciled.stream().toArray()) {
                all += shared.get(slot).size();
            }
        }
        return all;
    }

    /** Visits all pieces, those of a slot in order of time. Reconciled slots have none. */
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
        if (tolerant != null) {
            tolerant.forEachValue(visitor);
        }
        if (isReconciled()) {
            reconciled.stream()
                    .forEach(
                            slot ->
                                    shared.get(slot)
                                            .forEach(
                                                    (value, interval) ->
                                                            visitor.accept(
                                                                    new SlotValue(
                                                                            slot, value,
                                                                            interval))));
        }
    }

    /** Visits the slots on which either is reconciled and the two are in conflict. */
    void forEachReconciledConflict(StrongSummary other, IntConsumer visitor) {
        if (!isReconciled() && !other.isReconciled()) {
            return;
        }
        BitSet either = (BitSet) reconciled.clone();
        either.or(other.reconciled);
        either.stream()
                .filter(slot -> has(slot) && other.has(slot))
                .filter(slot -> shared(slot).areAtOdds(other.shared(slot)))
                .forEach(visitor);
    }

    private boolean has(int slot) {
        return lines.containsKey(slot) || reconciled.get(slot);
    }

    /**
     * Visits the slots of identifiers that tolerate differences in which the two are in conflict.
     */
    void forEachTolerantConflict(StrongSummary other, IntConsumer visitor) {
        if (tolerant != null && other.tolerant != null) {
            tolerant.forEachConflict(other.tolerant, visitor);
        }
    }

    /** Whether the entity type has identifiers that tolerate differences. */
    boolean hasTolerance() {
        return tolerant != null;
    }

    /** Whether the entity type has slots of which a cluster may have one record. */
    boolean hasSingle() {
        return single != null;
    }

    /** The slots of which a cluster may have one record, and of which this one has; read only. */
    BitSet single() {
        return single == null ? NONE : single;
    }

    /**
     * Whether the two have different values in the same slot at the same time, and it counts if
     * either is reconciled there; or records in a slot of which a cluster may have one.
     */
    boolean conflictsWith(StrongSummary other) {
        if (single != null && single.intersects(other.single())
                || tolerant != null
                        && other.tolerant != null
                        && tolerant.conflictsWith(other.tolerant)) {
            return true;
        }
        BitSet found = new BitSet(0);
        forEachReconciledConflict(other, found::set);
        if (!found.isEmpty()) {
            return true;
        }
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

    /** Visits the slots in which the two have values that are in conflict. */
    void forEachConflict(StrongSummary other, IntConsumer visitor) {
        forEachReconciledConflict(other, visitor);
        forEachTolerantConflict(other, visitor);
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
