package io.kindred.storage;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;

/**
 * A map of bytes for each of any number of terms, of one shard. Writing never reads, so that adding
 * to a term costs the same however much it holds; terms hold nothing of their own. Arrays are
 * values, as those of a {@link ByteTable} are.
 */
public interface TermTable {

    /** The value under the term and key, or null if there is none. */
    byte @Nullable [] get(byte[] term, byte[] key);

    /** Sets the value under the term and key, whatever was there. */
    void put(byte[] term, byte[] key, byte[] value);

    /** Removes the key of the term if it is there. */
    void remove(byte[] term, byte[] key);

    /**
     * Walks over a term's entries in no particular order, by cursor. The table must not be written
     * between the calls on one iterator.
     */
    Iterator<Entry> scan(byte[] term);

    /** One entry of a term, or of a {@link ByteTable}. */
    record Entry(byte[] key, byte[] value) {}
}
