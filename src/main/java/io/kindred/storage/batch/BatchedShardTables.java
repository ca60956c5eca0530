package io.kindred.storage.batch;

import io.kindred.storage.ByteTable;
import io.kindred.storage.ShardTables;
import io.kindred.storage.TermTable;

import java.util.EnumMap;
import java.util.Map;

/**
 * The tables of a shard during a batch. Each key is read from the tables below once. Writes are
 * buffered until {@link #save()} and each entry is written once. Reads that are announced and
 * writes go to the tables below in key order, so that a sorted store finds neighbouring keys in the
 * same blocks.
 *
 * <p>Memory grows with the batch up to a limit per table; beyond it the buffered writes are saved
 * early.
 */
public final class BatchedShardTables implements ShardTables {

    /** The limit of buffered entries in a table; a batch of 5,000 records has about 10,000. */
    private static final int MAX_ENTRIES = 1 << 16;

    private final Map<Name, BatchedByteTable> bytes = new EnumMap<>(Name.class);
    private final Map<TermName, BatchedTermTable> terms = new EnumMap<>(TermName.class);

    /** Wraps the tables of a shard, which must not be written otherwise. */
    public BatchedShardTables(ShardTables below) {
        this(below, MAX_ENTRIES);
    }

    /**
     * Wraps the tables of a shard with another limit.
     *
     * @param maxEntries the limit of buffered entries in a table, at least 1
     */
    BatchedShardTables(ShardTables below, int maxEntries) {
        for (Name name : Name.values()) {
            bytes.put(name, new BatchedByteTable(below.bytes(name), maxEntries));
        }
        for (TermName name : TermName.values()) {
            terms.put(name, new BatchedTermTable(below.terms(name), maxEntries));
        }
    }

    @Override
    public ByteTable bytes(Name name) {
        return bytes.get(name);
    }

    @Override
    public TermTable terms(TermName name) {
        return terms.get(name);
    }

    /**
     * Writes the buffered entries and clears the buffers; must be called before every checkpoint.
     */
    public void save() {
        bytes.values().forEach(BatchedByteTable::save);
        terms.values().forEach(BatchedTermTable::save);
    }
}
