package io.kindred.resolve.emit;

import io.kindred.resolve.emit.LargeEntityCache.Held;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The heap in which engines cache large entities. Several engines of one thread may share it: a
 * lane that has all large entities may then use all of it. Bounded by an estimate of bytes. The
 * least recently used entity is evicted first, whichever engine it belongs to.
 */
public final class LargeEntityBudget {

    private final long limit;
    private final Map<Key, Held> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /**
     * An empty cache.
     *
     * @param limit how many bytes may be held, by estimate; with 0 nothing is
     */
    public LargeEntityBudget(long limit) {
        this.limit = limit;
    }

    /** Components have numbers of their own in each engine. */
    private record Key(LargeEntityCache engine, long component) {}

    boolean isNone() {
        return limit == 0;
    }

    Optional<Held> get(LargeEntityCache engine, long component) {
        return Optional.ofNullable(entries.get(new Key(engine, component)));
    }

    /** Caches a component in place of what is cached of it, unless it alone exceeds the limit. */
    void put(LargeEntityCache engine, long component, Held entry) {
        remove(engine, component);
        long own = entry.bytes();
        if (own <= limit) {
            entries.put(new Key(engine, component), entry);
            grew(own);
        }
    }

    void remove(LargeEntityCache engine, long component) {
        Held known = entries.remove(new Key(engine, component));
        if (known != null) {
            bytes -= known.bytes();
        }
    }

    /** An entry takes so many bytes more. */
    void grew(long by) {
        bytes += by;
        Iterator<Held> eldest = entries.values().iterator();
        while (bytes > limit && eldest.hasNext()) {
            bytes -= eldest.next().bytes();
            eldest.remove();
        }
    }

    /** How many bytes are held, by estimate. */
    long bytes() {
        return bytes;
    }
}
