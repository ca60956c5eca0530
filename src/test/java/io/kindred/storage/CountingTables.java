package io.kindred.storage;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;

/**
 * Counts what is done to the tables of a shard, and fails where one is written while somebody walks
 * over it.
 */
public final class CountingTables implements ShardTables {

    private final ShardTables tables;
    private int reads;
    private int writes;
    private int scans;
    private int walked;
    private int walks;

    /** Over the tables that do the work. */
    public CountingTables(ShardTables tables) {
        this.tables = tables;
    }

    /** Entries asked for by key. */
    public int reads() {
        return reads;
    }

    /** Entries put or removed. */
    public int writes() {
        return writes;
    }

    /** Walks begun. */
    public int scans() {
        return scans;
    }

    /** Entries given in walks. */
    public int walked() {
        return walked;
    }

    /** Begins to count anew. */
    public void reset() {
        reads = 0;
        writes = 0;
        scans = 0;
        walked = 0;
    }

    @Override
    public ByteTable bytes(Name name) {
        ByteTable table = tables.bytes(name);
        return new ByteTable() {
            @Override
            public byte @Nullable [] get(byte[] key) {
                reads++;
                return table.get(key);
            }

            @Override
            public void put(byte[] key, byte[] value) {
                writes++;
                table.put(key, value);
            }

            @Override
            public void remove(byte[] key) {
                writes++;
                table.remove(key);
            }

            @Override
            public Iterator<TermTable.Entry> scan() {
                scans++;
                return walk(table.scan());
            }
        };
    }

    @Override
    public TermTable terms(TermName name) {
        TermTable table = tables.terms(name);
        return new TermTable() {
            @Override
            public byte @Nullable [] get(byte[] term, byte[] key) {
                reads++;
                return table.get(term, key);
            }

            @Override
            public void put(byte[] term, byte[] key, byte[] value) {
                written();
                table.put(term, key, value);
            }

            @Override
            public void remove(byte[] term, byte[] key) {
                written();
                table.remove(term, key);
            }

            @Override
            public Iterator<Entry> scan(byte[] term) {
                scans++;
                return walk(table.scan(term));
            }
        };
    }

    private void written() {
        writes++;
        if (walks > 0) {
            throw new AssertionError("written while somebody walks over it");
        }
    }

    private Iterator<TermTable.Entry> walk(Iterator<TermTable.Entry> entries) {
        if (!entries.hasNext()) {
            return entries;
        }
        walks++;
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public TermTable.Entry next() {
                TermTable.Entry entry = entries.next();
                walked++;
                if (!entries.hasNext()) {
                    walks--;
                }
                return entry;
            }
        };
    }
}
