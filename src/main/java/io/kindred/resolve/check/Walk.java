package io.kindred.resolve.check;

import io.kindred.resolve.state.ShardState;
import io.kindred.storage.CorruptStateException;

import java.util.Iterator;
import java.util.function.Consumer;

/**
 * Walks over tables for a check: tells what cannot be read and goes on, and forgets at times what
 * was read, so that a walk takes no more memory however long it is.
 */
final class Walk {

    private static final int HELD = 1_000;

    private final Ledger ledger;
    private final ShardState[] states;
    private int steps;

    /** With the states that are read meanwhile. */
    Walk(Ledger ledger, ShardState... states) {
        this.ledger = ledger;
        this.states = states;
    }

    /** Looks at each; nothing may be written but what the states save themselves. */
    <T> void over(String table, Iterator<T> all, Consumer<T> look) {
        boolean hasNext = true;
        while (hasNext) {
            try {
                hasNext = all.hasNext();
                if (hasNext) {
                    look.accept(all.next());
                }
            } catch (CorruptStateException | IllegalArgumentException e) {
                ledger.wrong(table, "an entry", String.valueOf(e.getMessage()));
            }
            if (++steps % HELD == 0) {
                for (ShardState state : states) {
                    state.save();
                }
            }
        }
    }
}
