package io.kindred.storage.batch;

import io.kindred.storage.ByteKey;

import java.util.Arrays;

/**
 * The approximate order of keys in a sorted store. It is exact for keys of equal length, which most
 * keys of a table have; such a store would group keys by length.
 */
final class KeyOrder {

    private KeyOrder() {}

    /** The first eight bytes of a key as an unsigned number, which mostly determines the order. */
    static long prefix(ByteKey key) {
        byte[] bytes = key.bytes();
        long prefix = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            prefix = prefix << Byte.SIZE | (i < bytes.length ? bytes[i] & 0xff : 0);
        }
        return prefix;
    }

    static int compare(ByteKey a, ByteKey b) {
        return Arrays.compareUnsigned(a.bytes(), b.bytes());
    }
}
