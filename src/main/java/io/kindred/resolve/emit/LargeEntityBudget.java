package io.kindred.resolve.emit;

import io.kindred.resolve.emit.LargeEntityCache.CachedEntity;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The heap budget for cached large entities, in estimated bytes.
 *
 * <p>The engines of one thread may share it, so that a lane with all the large entities can use all
 * of it. The least recently used entity is evicted first, whichever engine it belongs to.
 */
public final class LargeEntityBudget {

    private final long limit;
    private final Map<Key, CachedEntity> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /**
     * An empty budget.
     *
     * @param limit the most bytes that may be cached, by estimate; 0 disables the cache
     */
    public LargeEntityBudget(long limit) {
        this.limit = limit;
    }

    /** Component ids are unique only within an engine. */
    private record Key(LargeEntityCache engine, long component) {}

    boolean isNone() {
        return limit == 0;
    }

    Optional<CachedEntity> get(LargeEntityCache engine, long component) {
        return Optional.ofNullable(entries.get(new Key(engine, component)));
    }

    /** Caches a component in place of its old entry, unless it alone exceeds the limit. */
    void put(LargeEntityCache engine, long component, CachedEntity entry) {
        remove(engine, component);
        long own = entry.bytes();
        if (own <= limit) {
            entries.put(new Key(engine, component), entry);
            grow(own);
        }
    }

    void remove(LargeEntityCache engine, long component) {
        CachedEntity known = entries.remove(new Key(engine, component));
        if (known != null) {
            bytes -= known.bytes();
        }
    }

    /** An entry grew by this many bytes; evicts others if necessary. */
    void grow(long by) {
        bytes += by;
        Iterator<CachedEntity> eldest = entries.values().iterator();
        while (bytes > limit && eldest.hasNext()) {
            bytes -= eldest.next().bytes();
            eldest.remove();
        }
    }

    /** The estimated size of all entries, in bytes. */
    long bytes() {
        return bytes;
    }
}
