package io.kindred.resolve.check;

import io.kindred.resolve.state.ShardState;
import io.kindred.storage.CorruptStateException;

import java.util.Iterator;
import java.util.function.Consumer;

/**
 * Iterates over tables for a check. Reports unreadable entries and continues. Clears caches from
 * time to time, so that memory is bounded.
 */
final class Walk {

    private static final int STEPS_PER_CLEAR = 1_000;

    private final Ledger ledger;
    private final ShardState[] states;
    private int steps;

    /**
     * @param states the states that are read during the walk
     */
    Walk(Ledger ledger, ShardState... states) {
        this.ledger = ledger;
        this.states = states;
    }

    /** Visits every entry. Nothing may be written except by the states' own caches. */
    <T> void over(String table, Iterator<T> all, Consumer<T> visit) {
        boolean hasNext = true;
        while (hasNext) {
            try {
                hasNext = all.hasNext();
                if (hasNext) {
                    visit.accept(all.next());
                }
            } catch (CorruptStateException | IllegalArgumentException e) {
                ledger.wrong(table, "an entry", String.valueOf(e.getMessage()));
            }
            if (++steps % STEPS_PER_CLEAR == 0) {
                for (ShardState state : states) {
                    state.save();
                }
            }
        }
    }
}
