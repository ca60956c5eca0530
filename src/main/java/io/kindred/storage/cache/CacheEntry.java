package io.kindred.storage.cache;

import org.jspecify.annotations.Nullable;

/**
 * What the cache knows of one key of one table: its value, or that it has none. A node of every
 * list that it is in, so that no list needs nodes of its own.
 */
final class CacheEntry {

    /**
     * What an entry takes besides the bytes of its key and value: this object (56), two array
     * headers with padding (40) and its share of the index (8), with compressed pointers.
     */
    static final int OVERHEAD = 104;

    final CachedByteTable table;
    final byte[] key;
    final int hash;

    /** Null if the key has no value. */
    byte @Nullable [] value;

    /** Whether it was asked for since the clock's hand passed. */
    boolean used;

    /** Whether the table below is yet to be told. */
    boolean dirty;

    /** Whether the table below is known to have no value under the key. */
    boolean absentBelow;

    @Nullable CacheEntry nextInBucket;
    @Nullable CacheEntry older;
    @Nullable CacheEntry newer;
    @Nullable CacheEntry previousDirty;
    @Nullable CacheEntry nextDirty;

    CacheEntry(CachedByteTable table, byte[] key, int hash, byte @Nullable [] value) {
        this.table = table;
        this.key = key;
        this.hash = hash;
        this.value = value;
    }

    /** How many bytes an entry counts for. */
    static long size(byte[] key, byte @Nullable [] value) {
        return OVERHEAD + (long) key.length + (value == null ? 0 : value.length);
    }

    long size() {
        return size(key, value);
    }
}
