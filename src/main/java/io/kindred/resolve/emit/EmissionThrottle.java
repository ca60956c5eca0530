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
 * Lets large components that lost nothing wait, so that one that grows with every batch is not
 * resolved with every batch.
 *
 * <p>One that lost a record or a key entry never waits. While a component waits all records are
 * still in it of which anything was emitted; so no other can come to state the same entity or
 * conflict meanwhile, which would be withdrawn in the end by the one that waited.
 */
public final class EmissionThrottle {

    /** Bounds what is taken up at one go, and so how long that takes. */
    private static final int AT_ONCE = 4;

    private final ShardState state;
    private final ChangeSet changes;
    private final EmissionLimit limit;
    private final LongSupplier clock;
    private long nextTimer = Long.MAX_VALUE;

    /**
     * Looks up which wait since an earlier life.
     *
     * @param clock the time in milliseconds
     */
    public EmissionThrottle(
            ShardState state, ChangeSet changes, EmissionLimit limit, LongSupplier clock) {
        this.state = state;
        this.changes = changes;
        this.limit = limit;
        this.clock = clock;
        state.components().waiting().forEachRemaining(each -> scheduleAt(each.until()));
    }

    /** When one that waits may be emitted, in milliseconds, if any waits. */
    public OptionalLong nextTimer() {
        return nextTimer == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(nextTimer);
    }

    /** Puts those of the batch off whose time has not come, and takes those up whose has. */
    public void select() {
        long now = clock.getAsLong();
        changes.touched().forEach((component, touched) -> select(component, touched, now));
        wakeDue(now);
    }

    private void select(long component, DirtyComponent touched, long now) {
        if (StoredRecord.isAlone(component)) {
            return;
        }
        ComponentStore components = state.components();
        long size = components.size(component);
        long until = limit.isLarge(size) ? components.emittedAt(component) + limit.waitOf(size) : 0;
        if (touched.isUnlinked()
                || until <= now
                || touched.isToEscalate()
                || components.isEscalated(component)) {
            components.endWait(component);
            return;
        }
        components.letWait(component, until);
        if (!touched.inherited().isEmpty()) {
            components.addEmitted(component, touched.inherited());
        }
        changes.schedule(component);
        scheduleAt(until);
    }

    /**
     * Takes some of those up that may be emitted at a time.
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
            if (waiting.until() <= now && due.size() < AT_ONCE) {
                due.add(waiting.component());
            } else {
                scheduleAt(waiting.until());
            }
        }
        for (long component : due) {
            state.components().endWait(component);
            changes.touch(component, state.components().entityType(component));
        }
        return !due.isEmpty();
    }

    /** A component was emitted just now. */
    void emitted(long component, long size) {
        if (limit.isLarge(size)) {
            state.components().setEmittedAt(component, clock.getAsLong());
        }
    }

    private void scheduleAt(long until) {
        nextTimer = Math.min(nextTimer, until);
    }
}
