package io.kindred.storage;

import org.jspecify.annotations.Nullable;

/** A cell for one value of bytes. Over keyed state it is that of the current key. */
public interface ByteCell {

    /** The value, which must not be modified; null if there is none. */
    byte @Nullable [] get();

    /** Replaces the value. The array is not copied and must not be modified afterwards. */
    void put(byte[] value);

    /** Removes the value if there is one. */
    void clear();
}
