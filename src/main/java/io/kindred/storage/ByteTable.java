package io.kindred.storage;

import org.jspecify.annotations.Nullable;

/**
 * A map of bytes that belongs to one shard. What is given stays the caller's: implementations copy
 * it or write it out. What is got may be what is kept: callers never change it.
 */
public interface ByteTable {

    /** The value under the key, or null if there is none. */
    byte @Nullable [] get(byte[] key);

    /** Sets the value under the key, whatever was there. */
    void put(byte[] key, byte[] value);

    /** Removes the key if it is there. */
    void remove(byte[] key);
}
