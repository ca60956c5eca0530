package io.kindred.resolve;

import io.kindred.resolve.Batch.Touched;
import io.kindred.storage.ComponentStore;
import io.kindred.storage.ComponentStore.Waiting;
import io.kindred.storage.StoredRecord;

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
 * still in it of which anything was stated; so no other can come to state the same entity or
 * conflict meanwhile, which would be withdrawn in the end by the one that waited.
 */
final class LargeComponents {

    /** Bounds what is taken up at one go, and so how long that takes. */
    private static final int AT_ONCE = 4;

    private final ShardState state;
    private final Batch batch;
    private final RestatementLimit limit;
    private final LongSupplier clock;
    private long nextDue = Long.MAX_VALUE;

    /**
     * Looks up which wait since an earlier life.
     *
     * @param clock the time in milliseconds
     */
    LargeComponents(ShardState state, Batch batch, RestatementLimit limit, LongSupplier clock) {
        this.state = state;
        this.batch = batch;
        this.limit = limit;
        this.clock = clock;
        state.components().waiting().forEachRemaining(each -> isDueAt(each.until()));
    }

    /** When one that waits may be stated, in milliseconds, if any waits. */
    OptionalLong nextDue() {
        return nextDue == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(nextDue);
    }

    /** Puts those of the batch off whose time has not come, and takes those up whose has. */
    void select() {
        long now = clock.getAsLong();
        batch.touched().forEach((component, touched) -> select(component, touched, now));
        takeUp(now);
    }

    private void select(long component, Touched touched, long now) {
        if (StoredRecord.isAlone(component)) {
            return;
        }
        ComponentStore components = state.components();
        long size = components.size(component);
        long until = limit.isLarge(size) ? components.statedAt(component) + limit.waitOf(size) : 0;
        if (touched.isUnlinked()
                || until <= now
                || touched.isToEscalate()
                || components.isEscalated(component)) {
            components.endWait(component);
            return;
        }
        components.letWait(component, until);
        if (!touched.inherited().isEmpty()) {
            components.addStated(component, touched.inherited());
        }
        batch.putOff(component);
        isDueAt(until);
    }

    /**
     * Takes some of those up that may be stated at a time.
     *
     * @return whether there were any
     */
    boolean takeUp(long now) {
        if (now < nextDue) {
            return false;
        }
        nextDue = Long.MAX_VALUE;
        List<Long> due = new ArrayList<>();
        Iterator<Waiting> all = state.components().waiting();
        while (all.hasNext()) {
            Waiting waiting = all.next();
            if (waiting.until() <= now && due.size() < AT_ONCE) {
                due.add(waiting.component());
            } else {
                isDueAt(waiting.until());
            }
        }
        for (long component : due) {
            state.components().endWait(component);
            batch.touch(component, state.components().entityType(component));
        }
        return !due.isEmpty();
    }

    /** A component was stated just now. */
    void stated(long component, long size) {
        if (limit.isLarge(size)) {
            state.components().setStatedAt(component, clock.getAsLong());
        }
    }

    private void isDueAt(long until) {
        nextDue = Math.min(nextDue, until);
    }
}
