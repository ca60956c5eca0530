package io.kindred.storage.cache;

import org.jspecify.annotations.Nullable;

/**
 * Chooses which entry goes next: the oldest that was not used since it was last looked at; one that
 * was used begins anew as the youngest. A use costs one flag and no move.
 *
 * <p>This is the second-chance form of CLOCK (F. J. Corbató, "A paging experiment with the Multics
 * system", 1968). Taking an entry out is O(1); choosing one is O(1) amortised, as each step beyond
 * the first takes back the flag of a use.
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

    /** Takes an entry out. */
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
     * The entry to go next, which stays until it is removed.
     *
     * @throws IllegalStateException if there is none
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
        throw new IllegalStateException("the cache holds bytes but no entries");
    }
}
