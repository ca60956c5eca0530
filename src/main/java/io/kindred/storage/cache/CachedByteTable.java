package io.kindred.storage.cache;

import io.kindred.storage.ByteTable;
import io.kindred.storage.TermTable;
import org.jspecify.annotations.Nullable;

import java.util.Iterator;

/** One table of one shard as seen through the cache, and which of its entries are dirty. */
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

    /** Of the table below, which learns of what is dirty first; nothing that it gives is held. */
    @Override
    public Iterator<TermTable.Entry> scan() {
        cache.flush(this);
        return below.scan();
    }

    /** One of the dirty entries, or null if there is none. */
    @Nullable CacheEntry anyDirty() {
        return firstDirty;
    }

    /** Marks an entry that is clean. */
    void makeDirty(CacheEntry entry) {
        entry.dirty = true;
        entry.previousDirty = null;
        entry.nextDirty = firstDirty;
        if (firstDirty != null) {
            firstDirty.previousDirty = entry;
        }
        firstDirty = entry;
    }

    /** Unmarks an entry that is dirty. */
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
