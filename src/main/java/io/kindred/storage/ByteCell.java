package io.kindred.storage;

import org.jspecify.annotations.Nullable;

/** One value of bytes, or none. Over keyed state it is that of the current key. */
public interface ByteCell {

    /** The value, which nobody changes; null if there is none. */
    byte @Nullable [] get();

    /** Replaces the value; it is kept as it is and never changed. */
    void put(byte[] value);

    /** Removes the value, if there is one. */
    void clear();
}
