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
 * Holds entries of the tables of any number of shards within one bound of bytes. What is found
 * stays at hand; what is then written is <em>dirty</em>: the tables below learn of it when the
 * entry has to make room or {@link #flush()} is called, and once however often it was written
 * before. So the tables below are complete only after {@code flush}, which must come before every
 * checkpoint.
 *
 * <p>What is not found is not held, and what is written without having been found goes straight to
 * the table below: most entries of a shard are written once, when their record comes, and not
 * touched for long; holding those would only drive out what is.
 *
 * <p>An access that finds its entry costs a hash of the key and a flag. What makes room is chosen
 * by {@link Clock}, O(1) amortised. An entry counts for the bytes of its key and value and a fixed
 * overhead. One that counts for more than an eighth of the bound is not held, but read from and
 * written to the table below, so that it cannot drive out everything else. With a bound of 0 there
 * is no cache.
 *
 * <p>Keeps the arrays that it is given and gives those that it keeps: see {@link
 * io.kindred.storage.ByteTable}. A failure of the tables below goes to the caller whose access led
 * to it, and what could not be written stays dirty. Not safe for use by several threads.
 */
public final class WriteBackCache {

    private static final int LEAST_ENTRIES = 8;

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
     * Without entries.
     *
     * @param budget how many bytes the entries may count for; 0 for no cache
     * @param names the tables whose entries are held; others pass through
     * @param enterShard makes the tables below those of the shard with the number
     */
    public WriteBackCache(long budget, Set<Name> names, IntConsumer enterShard) {
        this.budget = budget;
        this.names = names.isEmpty() ? EnumSet.noneOf(Name.class) : EnumSet.copyOf(names);
        this.enterShard = enterShard;
    }

    /**
     * The tables of a shard as seen through the cache. They may be used while the shard is the one
     * entered, and only through them may those below be.
     *
     * @param below the tables of the shard whenever it is the one entered
     * @throws IllegalArgumentException if the shard was asked for before, since its entries would
     *     be held twice
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
     * Writes all that is dirty to the tables below, shard by shard. Leaves the shard entered that
     * was written last.
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

    /** Writes what is dirty of a table of the shard that is entered. */
    void flush(CachedByteTable table) {
        CacheEntry entry = table.anyDirty();
        while (entry != null) {
            write(entry);
            entry = table.anyDirty();
        }
    }

    /** How many bytes the entries count for. */
    public long bytes() {
        return bytes;
    }

    /** How many entries the tables below have yet to learn of. */
    public long dirtyEntries() {
        return dirtyEntries;
    }

    /** How many gets were answered from the cache. */
    public long hits() {
        return hits;
    }

    /** How many gets went to the tables below. */
    public long misses() {
        return misses;
    }

    /** How many entries had to make room. */
    public long evictions() {
        return evictions;
    }

    /** How many writes and removals the tables below were given. */
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
        if (value != null && isHeld(key, value)) {
            add(new CacheEntry(table, key, hash, value));
            makeRoom(table.shard());
        }
        return value;
    }

    /** Puts the value or, if it is null, removes the key. */
    void set(CachedByteTable table, byte[] key, byte @Nullable [] value) {
        int hash = table.hash(key);
        CacheEntry entry = index.find(table, key, hash);
        if (entry == null) {
            writeThrough(table, key, value);
            return;
        }
        if (!isHeld(key, value)) {
            writeThrough(table, key, value);
            drop(entry);
            return;
        }
        if (value == null && entry.value == null) {
            return;
        }
        // Not a use: what is written was mostly read just before, which was one.
        bytes -= entry.size();
        entry.value = value;
        bytes += entry.size();
        if (value == null && entry.absentBelow) {
            makeClean(entry);
        } else if (!entry.dirty) {
            table.makeDirty(entry);
            dirtyEntries++;
        }
        makeRoom(table.shard());
    }

    private boolean isHeld(byte[] key, byte @Nullable [] value) {
        return CacheEntry.size(key, value) <= budget / LEAST_ENTRIES;
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

    private void makeRoom(int current) {
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
