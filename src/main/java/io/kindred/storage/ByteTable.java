package io.kindred.storage;

import org.jspecify.annotations.Nullable;

/**
 * A map of bytes that belongs to one shard. Keys and values are the caller's only until the call
 * returns: implementations copy or write them out, and callers never change what they got.
 */
public interface ByteTable {

    /** The value under the key, or null if there is none. */
    byte @Nullable [] get(byte[] key);

    /** Sets the value under the key, whatever was there. */
    void put(byte[] key, byte[] value);

    /** Removes the key if it is there. */
    void remove(byte[] key);
}
