package io.kindred.flink.operator;

import io.kindred.flink.internal.KeyWalk;
import io.kindred.flink.internal.KeyedStates;
import io.kindred.flink.operator.RegistryStore.Known;
import io.kindred.storage.ExpiryIndex.Due;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Takes out of the registry what has expired, a slice at a time, so that other input is processed
 * between the slices. Which records have values that expired is in the index by time. After the
 * retention rules have changed, the index is made anew first: it is emptied, and all registrations
 * are entered.
 */
final class RegistrySweep {

    /** How many records a slice visits at most. */
    private static final int SLICE_RECORDS = 1_000;

    /** How many records are visited before the clock is looked at. */
    private static final int STEP_RECORDS = 100;

    private final KeyedStates<Object> states;
    private final RegistryStore store;
    private final Action action;
    private final Deque<Integer> toEmpty = new ArrayDeque<>();
    private final Deque<Integer> toExpire = new ArrayDeque<>();
    private boolean isToWalk;
    private @Nullable KeyWalk walk;

    /** What is done with a record of which something may have expired. */
    interface Action {

        /** Takes out what has expired; the identity is the current key. */
        void expire(Known known) throws Exception;

        /** The time, in points of the timeline, by which values have expired or not. */
        long time();

        /** All registrations are entered in the index. */
        void entered();
    }

    RegistrySweep(KeyedStates<Object> states, RegistryStore store, Action action) {
        this.states = states;
        this.store = store;
        this.action = action;
    }

    /** Makes the index anew, in the slices to come. */
    void rebuild() {
        states.keyGroups().forEach(toEmpty::add);
        isToWalk = true;
    }

    /** Expires what is due by the time as it is now, in the slices to come. */
    void expire() {
        toExpire.clear();
        states.keyGroups().forEach(toExpire::add);
    }

    /** Whether there is something to do. */
    boolean isPending() {
        return !toEmpty.isEmpty() || isToWalk || !toExpire.isEmpty();
    }

    /**
     * Does a part of the work. Sets another current key.
     *
     * @param deadline the {@link System#nanoTime} at which to stop
     */
    void slice(long deadline) throws Exception {
        int records = 0;
        while (isPending() && records < SLICE_RECORDS) {
            records += step();
            if (System.nanoTime() - deadline >= 0) {
                return;
            }
        }
    }

    /** Returns how many records were visited, at least 1. */
    private int step() throws Exception {
        if (!toEmpty.isEmpty()) {
            List<Due> members = store.due(toEmpty.element(), Long.MAX_VALUE, STEP_RECORDS);
            members.forEach(store::remove);
            return visited(members, toEmpty);
        }
        if (isToWalk) {
            walk();
            return STEP_RECORDS;
        }
        List<Due> due = store.due(toExpire.element(), action.time(), STEP_RECORDS);
        for (Due each : due) {
            action.expire(store.load(each));
            store.remove(each);
        }
        return visited(due, toExpire);
    }

    private static int visited(List<Due> members, Deque<Integer> groups) {
        if (members.size() < STEP_RECORDS) {
            groups.remove();
        }
        return Math.max(1, members.size());
    }

    private void walk() throws Exception {
        if (walk == null) {
            walk = new KeyWalk(states, RegistryStore.REGISTRATION, this::visit);
        }
        if (walk.proceed(STEP_RECORDS)) {
            close();
            isToWalk = false;
            action.entered();
        }
    }

    private void visit(Object key) throws Exception {
        Known known = store.load((String) key);
        store.enter(known);
        action.expire(known);
    }

    /** Must be called before the state is closed. */
    void close() {
        if (walk != null) {
            walk.close();
            walk = null;
        }
    }
}
