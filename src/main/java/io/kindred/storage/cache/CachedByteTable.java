package io.kindred.storage.cache;

import io.kindred.storage.ByteTable;
import io.kindred.storage.TermTable;
import org.jspecify.annotations.Nullable;

import java.util.Iterator;

/** A table of a shard behind the cache, with a list of its dirty entries. */
final class CachedByteTable implements ByteTable {

    private final WriteBackCache cache;
    private final int shard;
    private final ByteTable below;
    private final long seed;
    private @Nullable CacheEntry firstDirty;

    CachedByteTable(WriteBackCache cache, int shard, ByteTable below, long seed) {
        this.cache = cache;
        this.shard = shard;
        this.below = below;
        this.seed = seed;
    }

    int shard() {
        return shard;
    }

    ByteTable below() {
        return below;
    }

    int hash(byte[] key) {
        return KeyHash.of(seed, key);
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return cache.get(this, key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        cache.set(this, key, value);
    }

    @Override
    public void remove(byte[] key) {
        cache.set(this, key, null);
    }

    /** Scans the table below after flushing this table; scanned entries are not cached. */
    @Override
    public Iterator<TermTable.Entry> scan() {
        cache.flush(this);
        return below.scan();
    }

    /** A dirty entry, or null if there is none. */
    @Nullable CacheEntry anyDirty() {
        return firstDirty;
    }

    /** Marks a clean entry as dirty. */
    void makeDirty(CacheEntry entry) {
        entry.dirty = true;
        entry.previousDirty = null;
        entry.nextDirty = firstDirty;
        if (firstDirty != null) {
            firstDirty.previousDirty = entry;
        }
        firstDirty = entry;
    }

    /** Marks a dirty entry as clean. */
    void makeClean(CacheEntry entry) {
        entry.dirty = false;
        CacheEntry previous = entry.previousDirty;
        CacheEntry next = entry.nextDirty;
        if (previous == null) {
            firstDirty = next;
        } else {
            previous.nextDirty = next;
        }
        if (next != null) {
            next.previousDirty = previous;
        }
        entry.previousDirty = null;
        entry.nextDirty = null;
    }
}
