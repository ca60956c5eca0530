package io.kindred.flink.internal;

import java.util.Iterator;
import java.util.stream.Stream;

/**
 * A walk over the keys that have a state, a few at a time. The state may change between the steps:
 * keys that are added later are not visited.
 */
public final class KeyWalk implements AutoCloseable {

    private final KeyedStates<Object> states;
    private final Stream<Object> keys;
    private final Iterator<Object> next;
    private final KeyedStates.KeyAction<Object> action;

    /**
     * Begins a walk over the keys as they are now.
     *
     * @param action runs on each key, which is the current one meanwhile
     */
    public KeyWalk(KeyedStates<Object> states, String name, KeyedStates.KeyAction<Object> action) {
        this.states = states;
        this.keys = states.keysAsNow(name);
        this.next = keys.iterator();
        this.action = action;
    }

    /**
     * Visits the next keys.
     *
     * @param most how many keys at most
     * @return whether all have been visited
     */
    public boolean proceed(long most) throws Exception {
        for (long i = 0; i < most && next.hasNext(); i++) {
            Object key = next.next();
            states.setKey(key);
            action.accept(key);
        }
        return !next.hasNext();
    }

    /** Must be called before the state is closed. */
    @Override
    public void close() {
        keys.close();
    }
}
