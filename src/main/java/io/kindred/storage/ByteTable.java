package io.kindred.storage;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.List;

/**
 * A map of bytes that belongs to one shard. Arrays are values: once given or got, a key or value is
 * changed neither by the caller nor by the table, so that both may keep it without a copy.
 */
public interface ByteTable {

    /** The value under the key, or null if there is none. */
    byte @Nullable [] get(byte[] key);

    /**
     * Tells that keys will be asked for soon, which a table may read at one go. What they give does
     * not depend on it.
     */
    default void prefetch(List<byte[]> keys) {}

    /** Sets the value under the key, whatever was there. */
    void put(byte[] key, byte[] value);

    /** Removes the key if it is there. */
    void remove(byte[] key);

    /**
     * Walks over all entries in no particular order, by cursor. The table must not be written
     * between the calls on one iterator.
     */
    Iterator<TermTable.Entry> scan();
}
