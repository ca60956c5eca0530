package io.kindred.storage;

import java.util.Iterator;

/**
 * A map of bytes for each of any number of terms, of one shard. Writing never reads, so that adding
 * to a term costs the same however much it holds; terms hold nothing of their own.
 */
public interface TermTable {

    /** Sets the value under the term and key, whatever was there. */
    void put(byte[] term, byte[] key, byte[] value);

    /** Removes the key of the term if it is there. */
    void remove(byte[] term, byte[] key);

    /**
     * Walks over a term's entries in no particular order, by cursor. The table must not be written
     * between the calls on one iterator.
     */
    Iterator<Entry> scan(byte[] term);

    /** One entry of a term. */
    record Entry(byte[] key, byte[] value) {}
}
