package io.kindred.storage.cache;

import org.jspecify.annotations.Nullable;

/**
 * A cached key of a table with its value, or without one if it was removed. It is itself the node
 * of every list that it is in.
 */
final class CacheEntry {

    /**
     * The heap bytes of an entry besides its key and value: this object (56), two array headers
     * with padding (40) and its share of the index (8), with compressed pointers.
     */
    static final int OVERHEAD = 104;

    final CachedByteTable table;
    final byte[] key;
    final int hash;

    /** Null if the key has no value. */
    byte @Nullable [] value;

    /** Whether it was read since the clock's hand passed it. */
    boolean used;

    /** Whether it has not been written to the table below. */
    boolean dirty;

    /** Whether the table below is known to have no value for the key. */
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

    /** The size of an entry in bytes, as counted against the limit. */
    static long size(byte[] key, byte @Nullable [] value) {
        return OVERHEAD + (long) key.length + (value == null ? 0 : value.length);
    }

    long size() {
        return size(key, value);
    }
}
