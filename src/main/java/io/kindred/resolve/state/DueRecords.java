package io.kindred.resolve.state;

import io.kindred.resolve.state.ExpirySchedule.Due;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The records whose time has come, in chunks: fetching looks through buckets that are partly due,
 * so it must not happen for every few records.
 */
public final class DueRecords {

    /** The most entries that are held in heap. */
    private static final int CHUNK = 4_096;

    private final ExpirySchedule schedule;
    private final Deque<Due> fetched = new ArrayDeque<>();
    private List<Due> taken = new ArrayList<>();

    /** All entries up to this time have been fetched. */
    private long fetchedTo = Long.MIN_VALUE;

    public DueRecords(ExpirySchedule schedule) {
        this.schedule = schedule;
    }

    /**
     * Takes the next ones. All that were taken before must have been {@linkplain #poll polled}.
     *
     * @param max how many at most
     * @return whether there may be more
     */
    public boolean take(int max, long now) {
        if (!schedule.isUsed()) {
            return false;
        }
        if (fetched.isEmpty() && taken.isEmpty() && now > fetchedTo) {
            List<Due> due = schedule.due(now, CHUNK);
            fetched.addAll(due);
            if (due.size() < CHUNK) {
                fetchedTo = now;
            }
        }
        for (int i = 0; i < max && !fetched.isEmpty(); i++) {
            taken.add(fetched.remove());
        }
        return !fetched.isEmpty() || now > fetchedTo;
    }

    /** Those that were taken; their entries must be removed. */
    public List<Due> poll() {
        List<Due> polled = taken;
        taken = new ArrayList<>();
        return polled;
    }

    public boolean isEmpty() {
        return taken.isEmpty();
    }
}
