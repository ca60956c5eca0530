package io.kindred.storage.batch;

import io.kindred.storage.ByteTable;
import io.kindred.storage.ShardTables;
import io.kindred.storage.TermTable;

import java.util.EnumMap;
import java.util.Map;

/**
 * The tables of one shard during a batch. What is asked for by key is read below once, what is
 * written is held until {@link #save()} and written once, and both go below in the order of keys as
 * far as that is known beforehand: neighbours then share what a store of sorted entries has to walk
 * to reach them.
 *
 * <p>Holds what the batch touches, and saves by itself when that is much, so that an operation far
 * larger than a batch does not fill the heap.
 */
public final class BatchedShardTables implements ShardTables {

    /** Of entries in one table; a batch of five thousand records has some ten thousand. */
    private static final int MAX_HELD = 1 << 16;

    private final Map<Name, BatchedByteTable> bytes = new EnumMap<>(Name.class);
    private final Map<TermName, BatchedTermTable> terms = new EnumMap<>(TermName.class);

    /** Over the tables of one shard, which nobody else may write to. */
    public BatchedShardTables(ShardTables below) {
        this(below, MAX_HELD);
    }

    /**
     * The same with another bound.
     *
     * @param maxHeld how many entries of one table are held; at least 1
     */
    BatchedShardTables(ShardTables below, int maxHeld) {
        for (Name name : Name.values()) {
            bytes.put(name, new BatchedByteTable(below.bytes(name), maxHeld));
        }
        for (TermName name : TermName.values()) {
            terms.put(name, new BatchedTermTable(below.terms(name), maxHeld));
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

    /** Writes what is held and forgets it; must come before every checkpoint. */
    public void save() {
        bytes.values().forEach(BatchedByteTable::save);
        terms.values().forEach(BatchedTermTable::save);
    }
}
