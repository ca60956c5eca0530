package io.kindred.storage.cache;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** A hash table of entries by table and key, with chains through the entries. */
final class EntryIndex {

    private static final int MIN_BUCKETS = 64;
    private static final int MAX_BUCKETS = 1 << 30;

    private @Nullable CacheEntry[] buckets = new @Nullable CacheEntry[MIN_BUCKETS];
    private int size;

    @Nullable CacheEntry find(CachedByteTable table, byte[] key, int hash) {
        CacheEntry entry = buckets[hash & (buckets.length - 1)];
        while (entry != null
                && !(entry.hash == hash && entry.table == table && Arrays.equals(entry.key, key))) {
            entry = entry.nextInBucket;
        }
        return entry;
    }

    /** Adds an entry, whose key must be absent. */
    void add(CacheEntry entry) {
        if (size >= buckets.length && buckets.length < MAX_BUCKETS) {
            grow();
        }
        link(entry);
        size++;
    }

    /** Removes an entry, which must be present. */
    void remove(CacheEntry entry) {
        int bucket = entry.hash & (buckets.length - 1);
        CacheEntry before = null;
        for (CacheEntry each = buckets[bucket]; each != entry; each = each.nextInBucket) {
            before = each;
        }
        if (before == null) {
            buckets[bucket] = entry.nextInBucket;
        } else {
            before.nextInBucket = entry.nextInBucket;
        }
        size--;
    }

    private void grow() {
        @Nullable CacheEntry[] before = buckets;
        buckets = new @Nullable CacheEntry[before.length * 2];
        for (CacheEntry first : before) {
            CacheEntry entry = first;
            while (entry != null) {
                CacheEntry next = entry.nextInBucket;
                link(entry);
                entry = next;
            }
        }
    }

    private void link(CacheEntry entry) {
        int bucket = entry.hash & (buckets.length - 1);
        entry.nextInBucket = buckets[bucket];
        buckets[bucket] = entry;
    }
}
