package io.kindred.storage.cache;

import org.jspecify.annotations.Nullable;

/**
 * Chooses the entry to evict: the oldest that was not used since it was last considered. A used
 * entry becomes the youngest. A use costs one flag and no list operation.
 *
 * <p>This is the second-chance variant of CLOCK (F. J. Corbató, "A paging experiment with the
 * Multics system", 1968). Removal is O(1). The choice is O(1) amortised, because each further step
 * clears the flag of a use.
 *
 * <p>Example with entries a, b and c from old to young, where a was used: a becomes the youngest
 * and b is chosen.
 */
final class Clock {

    private @Nullable CacheEntry oldest;
    private @Nullable CacheEntry youngest;

    /** Adds an entry as the youngest. */
    void add(CacheEntry entry) {
        entry.newer = null;
        entry.older = youngest;
        if (youngest == null) {
            oldest = entry;
        } else {
            youngest.newer = entry;
        }
        youngest = entry;
    }

    void remove(CacheEntry entry) {
        CacheEntry older = entry.older;
        CacheEntry newer = entry.newer;
        if (older == null) {
            oldest = newer;
        } else {
            older.newer = newer;
        }
        if (newer == null) {
            youngest = older;
        } else {
            newer.older = older;
        }
    }

    /**
     * The entry to evict; it stays until it is removed.
     *
     * @throws IllegalStateException if there are no entries
     */
    CacheEntry next() {
        while (oldest != null) {
            CacheEntry entry = oldest;
            if (!entry.used) {
                return entry;
            }
            entry.used = false;
            remove(entry);
            add(entry);
        }
        throw new IllegalStateException("the cache has a size but no entries");
    }
}
