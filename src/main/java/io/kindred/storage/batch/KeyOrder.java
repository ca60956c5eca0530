package io.kindred.storage.batch;

import io.kindred.storage.ByteKey;

import java.util.Arrays;

/**
 * The order of keys in a store of sorted entries, near enough: for keys of one length, as those of
 * a table mostly are, it is theirs; of others, those of one length would stand together there.
 */
final class KeyOrder {

    private KeyOrder() {}

    /** The first bytes of a key as a number, whose unsigned order is mostly all that is needed. */
    static long prefix(ByteKey key) {
        byte[] bytes = key.bytes();
        long prefix = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            prefix = prefix << Byte.SIZE | (i < bytes.length ? bytes[i] & 0xff : 0);
        }
        return prefix;
    }

    /** By the bytes. */
    static int compare(ByteKey a, ByteKey b) {
        return Arrays.compareUnsigned(a.bytes(), b.bytes());
    }
}
