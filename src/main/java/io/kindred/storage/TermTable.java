package io.kindred.storage;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;

/**
 * A map of bytes for each of any number of terms, of one shard. A write reads nothing, so its cost
 * does not depend on the size of the term. Arrays are shared as those of a {@link ByteTable} are.
 */
public interface TermTable {

    byte @Nullable [] get(byte[] term, byte[] key);

    /** Sets or replaces the value of a term's key. */
    void put(byte[] term, byte[] key, byte[] value);

    void remove(byte[] term, byte[] key);

    /**
     * Iterates over a term's entries in no particular order, with a cursor. The table must not be
     * written during the iteration.
     */
    Iterator<Entry> scan(byte[] term);

    /** An entry of a term, or of a {@link ByteTable}. */
    record Entry(byte[] key, byte[] value) {}
}
