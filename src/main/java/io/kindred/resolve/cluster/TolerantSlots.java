package io.kindred.resolve.cluster;

import io.kindred.resolve.cluster.StrongValues.SlotValue;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * The values of a cluster in the slots of strong identifiers that tolerate some differences.
 *
 * <p>Values that count as equal need not count as equal to the same third value. So, other than in
 * a {@link StrongSummary}, a slot has several values at once, and clusters are compared value by
 * value.
 *
 * <p>Comparing two clusters costs a look at each pair of their distinct values of a slot, however
 * often each of them occurs; joining costs the values of the smaller one.
 */
final class TolerantSlots {

    private final ValueDifferences differences;
    private final Map<Integer, SharedValues> slots = new HashMap<>(2);

    /** The slots on which a decision reconciled the cluster: see {@link StrongSummary}. */
    private final BitSet reconciled = new BitSet(0);

    TolerantSlots(ValueDifferences differences) {
        this.differences = differences;
    }

    void add(SlotValue added) {
        slots.computeIfAbsent(added.slot(), unused -> new SharedValues())
                .add(added.value(), added.interval());
    }

    /** Joins two clusters. Neither may be used afterwards. */
    static TolerantSlots joined(TolerantSlots a, TolerantSlots b) {
        TolerantSlots into = a.size() >= b.size() ? a : b;
        TolerantSlots from = into == a ? b : a;
        from.forEachValue(into::add);
        into.reconciled.or(from.reconciled);
        return into;
    }

    private int size() {
        return slots.values().stream().mapToInt(SharedValues::size).sum();
    }

    boolean has(int slot) {
        return slots.containsKey(slot);
    }

    /** From now on conflicts in the slot count only while no value is shared. */
    void reconcile(int slot) {
        reconciled.set(slot);
    }

    /** Visits all values with their times. */
    void forEachValue(Consumer<SlotValue> visitor) {
        slots.forEach(
                (slot, values) ->
                        values.forEach(
                                (value, interval) ->
                                        visitor.accept(new SlotValue(slot, value, interval))));
    }

    boolean conflictsWith(TolerantSlots other) {
        return slots.keySet().stream().anyMatch(slot -> areInConflict(slot, other));
    }

    /** Visits the slots in which the two are in conflict. */
    void forEachConflict(TolerantSlots other, IntConsumer visitor) {
        for (int slot : slots.keySet()) {
            if (areInConflict(slot, other)) {
                visitor.accept(slot);
            }
        }
    }

    private boolean areInConflict(int slot, TolerantSlots other) {
        SharedValues own = slots.get(slot);
        SharedValues theirs = other.slots.get(slot);
        if (theirs == null) {
            return false;
        }
        return reconciled.get(slot) || other.reconciled.get(slot)
                ? own.areAtOdds(theirs, differences)
                : own.differAtOnce(theirs, differences);
    }

    /** Whether different values of a slot overlap in the cluster itself. */
    boolean isContested() {
        return slots.values().stream().anyMatch(values -> values.differAtOnce(values, differences));
    }
}
