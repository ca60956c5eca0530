package io.kindred.storage;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.List;

/**
 * A map of bytes of one shard. Arrays are shared, not copied: neither the caller nor the table may
 * modify a key or value that was passed or returned.
 */
public interface ByteTable {

    byte @Nullable [] get(byte[] key);

    /**
     * Announces keys that will be read soon, so that a table may read them together. Has no effect
     * on results.
     */
    default void prefetch(List<byte[]> keys) {}

    /** Sets or replaces the value of the key. */
    void put(byte[] key, byte[] value);

    void remove(byte[] key);

    /**
     * Iterates over all entries in no particular order, with a cursor. The table must not be
     * written during the iteration.
     */
    Iterator<TermTable.Entry> scan();
}
