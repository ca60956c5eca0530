package io.kindred.resolve.emit;

import io.kindred.resolve.state.ChangeSet;
import io.kindred.resolve.state.ChangeSet.DirtyComponent;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.shard.ComponentStore;
import io.kindred.storage.shard.ComponentStore.Waiting;
import io.kindred.storage.shard.StoredRecord;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Defers the emission of large components that only grow, so that they are not resolved with every
 * batch. See {@link EmissionLimit} for how long.
 *
 * <p>A component that lost a record or a key entry is never deferred. So a deferred component still
 * contains every record that was emitted for it, and no other component can emit the same entity or
 * conflict meanwhile. Otherwise the deferred one would retract it later.
 *
 * <p>Example, with a limit of 1 record and 5 s: records 1 and 2 are emitted at 0 s. Record 3 joins
 * at 1 s and is deferred until 5 s. If record 1 is deleted at 2 s, the rest is emitted at once.
 */
public final class EmissionThrottle {

    /** The most components that one timer takes up; bounds how long it takes. */
    private static final int MAX_WOKEN = 4;

    private final ShardState state;
    private final ChangeSet changes;
    private final EmissionLimit limit;
    private final LongSupplier clock;
    private long nextTimer = Long.MAX_VALUE;

    /**
     * Schedules the components that were deferred before a restart.
     *
     * @param clock the current time in milliseconds
     */
    public EmissionThrottle(
            ShardState state, ChangeSet changes, EmissionLimit limit, LongSupplier clock) {
        this.state = state;
        this.changes = changes;
        this.limit = limit;
        this.clock = clock;
        state.components().waiting().forEachRemaining(each -> scheduleAt(each.until()));
    }

    /**
     * When the next deferred component is to be emitted, in milliseconds; empty if none is
     * deferred.
     */
    public OptionalLong nextTimer() {
        return nextTimer == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(nextTimer);
    }

    /** Defers the dirty components whose time has not come, and takes up those whose time has. */
    public void select() {
        long now = clock.getAsLong();
        changes.dirtyComponents().forEach((component, dirty) -> select(component, dirty, now));
        wakeDue(now);
    }

    private void select(long component, DirtyComponent dirty, long now) {
        if (StoredRecord.isAlone(component)) {
            return;
        }
        ComponentStore components = state.components();
        long size = components.size(component);
        long until =
                limit.isLarge(size) ? components.emittedAt(component) + limit.intervalOf(size) : 0;
        if (dirty.isUnlinked()
                || until <= now
                || dirty.isToEscalate()
                || components.isEscalated(component)) {
            components.endWait(component);
            return;
        }
        components.delayUntil(component, until);
        if (!dirty.inherited().isEmpty()) {
            components.addEmitted(component, dirty.inherited());
        }
        changes.defer(component);
        scheduleAt(until);
    }

    /**
     * Takes up some of the deferred components whose time has come.
     *
     * @return whether there were any
     */
    public boolean wakeDue(long now) {
        if (now < nextTimer) {
            return false;
        }
        nextTimer = Long.MAX_VALUE;
        List<Long> due = new ArrayList<>();
        Iterator<Waiting> all = state.components().waiting();
        while (all.hasNext()) {
            Waiting waiting = all.next();
            if (waiting.until() <= now && due.size() < MAX_WOKEN) {
                due.add(waiting.component());
            } else {
                scheduleAt(waiting.until());
            }
        }
        due.forEach(this::wake);
        return !due.isEmpty();
    }

    /** Takes up a component, even if its time has not come. */
    public void wake(long component) {
        if (!StoredRecord.isAlone(component)) {
            state.components().endWait(component);
        }
        changes.markDirty(component, state.components().entityType(component));
    }

    /** Notes that a component was emitted now. */
    void emitted(long component, long size) {
        if (limit.isLarge(size)) {
            state.components().setEmittedAt(component, clock.getAsLong());
        }
    }

    private void scheduleAt(long until) {
        nextTimer = Math.min(nextTimer, until);
    }
}
