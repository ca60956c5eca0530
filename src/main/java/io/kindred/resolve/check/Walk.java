package io.kindred.resolve.check;

import io.kindred.resolve.state.ShardState;
import io.kindred.storage.CorruptStateException;

import java.util.Iterator;
import java.util.function.Consumer;

/**
 * Walks over tables for a check: what cannot be read is found and passed by, and what was read is
 * forgotten again and again, so that a walk takes no more memory however long it is.
 */
final class Walk {

    private static final int AT_HAND = 1_000;

    private final ShardState state;
    private final Findings listener;
    private int steps;

    Walk(ShardState state, Findings listener) {
        this.state = state;
        this.listener = listener;
    }

    /** Looks at each; nothing may be written but what the state saves itself. */
    <T> void over(String table, Iterator<T> all, Consumer<T> look) {
        boolean hasNext = true;
        while (hasNext) {
            try {
                hasNext = all.hasNext();
                if (hasNext) {
                    look.accept(all.next());
                }
            } catch (CorruptStateException | IllegalArgumentException e) {
                listener.found(table, "an entry", String.valueOf(e.getMessage()));
            }
            if (++steps % AT_HAND == 0) {
                state.save();
            }
        }
    }
}
