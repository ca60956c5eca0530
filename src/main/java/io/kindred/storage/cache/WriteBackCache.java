package io.kindred.storage.cache;

import io.kindred.storage.ShardTables;
import io.kindred.storage.ShardTables.Name;
import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * A write-back cache of entries of several shards' tables, with one size limit in bytes. An entry
 * that is found below is cached. A write to a cached entry makes it <em>dirty</em>. Dirty entries
 * are written to the tables below on eviction or by {@link #flush()}, once however often they
 * changed. So the tables below are complete only after a flush, which must come before every
 * checkpoint.
 *
 * <p>Absent keys are not cached. A write to an uncached key goes directly to the table below. Most
 * entries of a shard are written once, when their record arrives, and not used for long; caching
 * those would evict useful ones.
 *
 * <p>A hit costs a hash of the key and a flag. {@link Clock} chooses evictions in O(1) amortised.
 * The size of an entry is that of its key and value plus a fixed overhead. An entry of more than an
 * eighth of the limit is not cached, so that it cannot evict everything else. A limit of 0 disables
 * the cache.
 *
 * <p>Arrays are shared, see {@link io.kindred.storage.ByteTable}. A failure of a table below is
 * thrown to the caller whose access caused the write, and the entry stays dirty. Not thread-safe.
 */
public final class WriteBackCache {

    private static final int MIN_ENTRIES = 8;

    private final long budget;
    private final Set<Name> names;
    private final IntConsumer enterShard;
    private final EntryIndex index = new EntryIndex();
    private final Clock clock = new Clock();
    private final List<CachedByteTable> tables = new ArrayList<>();
    private final SecureRandom seeds = new SecureRandom();
    private long bytes;
    private long dirtyEntries;
    private long hits;
    private long misses;
    private long evictions;
    private long dirtyWrites;

    /**
     * Creates an empty cache.
     *
     * @param budget the size limit in bytes; 0 disables the cache
     * @param names the tables to cache; others are passed through
     * @param enterShard makes a shard, by its number, the current one of the tables below
     */
    public WriteBackCache(long budget, Set<Name> names, IntConsumer enterShard) {
        this.budget = budget;
        this.names = names.isEmpty() ? EnumSet.noneOf(Name.class) : EnumSet.copyOf(names);
        this.enterShard = enterShard;
    }

    /**
     * The tables of a shard behind the cache. They may only be used while the shard is the current
     * one, and the tables below only through them.
     *
     * @param below the tables of the shard while it is the current one
     * @throws IllegalArgumentException if the shard already has its tables, because entries would
     *     be cached twice
     */
    public ShardTables over(int shard, ShardTables below) {
        if (budget == 0) {
            return below;
        }
        if (tables.stream().anyMatch(table -> table.shard() == shard)) {
            throw new IllegalArgumentException("shard " + shard + " has its tables already");
        }
        Map<Name, CachedByteTable> cached = new EnumMap<>(Name.class);
        for (Name name : names) {
            CachedByteTable table =
                    new CachedByteTable(this, shard, below.bytes(name), seeds.nextLong());
            cached.put(name, table);
            tables.add(table);
        }
        return new CachedShardTables(below, cached);
    }

    /**
     * Writes all dirty entries to the tables below, shard by shard. The last shard written stays
     * the current one.
     */
    public void flush() {
        int entered = -1;
        for (CachedByteTable table : tables) {
            if (table.anyDirty() != null && table.shard() != entered) {
                entered = table.shard();
                enterShard.accept(entered);
            }
            flush(table);
        }
    }

    /** Writes the dirty entries of a table of the current shard. */
    void flush(CachedByteTable table) {
        CacheEntry entry = table.anyDirty();
        while (entry != null) {
            write(entry);
            entry = table.anyDirty();
        }
    }

    /** The size of all entries in bytes. */
    public long bytes() {
        return bytes;
    }

    /** The number of dirty entries. */
    public long dirtyEntries() {
        return dirtyEntries;
    }

    /** The number of reads answered from the cache. */
    public long hits() {
        return hits;
    }

    /** The number of reads that went to the tables below. */
    public long misses() {
        return misses;
    }

    /** The number of evicted entries. */
    public long evictions() {
        return evictions;
    }

    /** The number of writes and removals in the tables below. */
    public long dirtyWrites() {
        return dirtyWrites;
    }

    byte @Nullable [] get(CachedByteTable table, byte[] key) {
        int hash = table.hash(key);
        CacheEntry entry = index.find(table, key, hash);
        if (entry != null) {
            hits++;
            entry.used = true;
            return entry.value;
        }
        misses++;
        byte[] value = table.below().get(key);
        if (value != null && isCacheable(key, value)) {
            add(new CacheEntry(table, key, hash, value));
            evict(table.shard());
        }
        return value;
    }

    /** Sets the value or, if it is null, removes the key. */
    void set(CachedByteTable table, byte[] key, byte @Nullable [] value) {
        int hash = table.hash(key);
        CacheEntry entry = index.find(table, key, hash);
        if (entry == null) {
            writeThrough(table, key, value);
            return;
        }
        if (!isCacheable(key, value)) {
            writeThrough(table, key, value);
            drop(entry);
            return;
        }
        if (value == null && entry.value == null) {
            return;
        }
        // Not marked as used: an entry is mostly read just before it is written.
        bytes -= entry.size();
        entry.value = value;
        bytes += entry.size();
        if (value == null && entry.absentBelow) {
            makeClean(entry);
        } else if (!entry.dirty) {
            table.makeDirty(entry);
            dirtyEntries++;
        }
        evict(table.shard());
    }

    private boolean isCacheable(byte[] key, byte @Nullable [] value) {
        return CacheEntry.size(key, value) <= budget / MIN_ENTRIES;
    }

    private void add(CacheEntry entry) {
        index.add(entry);
        clock.add(entry);
        bytes += entry.size();
    }

    private void drop(CacheEntry entry) {
        makeClean(entry);
        index.remove(entry);
        clock.remove(entry);
        bytes -= entry.size();
    }

    private void evict(int current) {
        while (bytes > budget) {
            CacheEntry entry = clock.next();
            if (entry.dirty) {
                writeFrom(current, entry);
            }
            drop(entry);
            evictions++;
        }
    }

    private void writeFrom(int current, CacheEntry entry) {
        int shard = entry.table.shard();
        if (shard == current) {
            write(entry);
            return;
        }
        enterShard.accept(shard);
        try {
            write(entry);
        } finally {
            enterShard.accept(current);
        }
    }

    private void write(CacheEntry entry) {
        writeThrough(entry.table, entry.key, entry.value);
        entry.absentBelow = entry.value == null;
        makeClean(entry);
    }

    private void writeThrough(CachedByteTable table, byte[] key, byte @Nullable [] value) {
        if (value == null) {
            table.below().remove(key);
        } else {
            table.below().put(key, value);
        }
        dirtyWrites++;
    }

    private void makeClean(CacheEntry entry) {
        if (entry.dirty) {
            entry.table.makeClean(entry);
            dirtyEntries--;
        }
    }
}
