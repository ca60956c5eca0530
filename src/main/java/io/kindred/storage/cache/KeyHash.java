package io.kindred.storage.cache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A seeded hash of bytes, eight at a time, by multiply and shift. Keys come from the input. The
 * secret seed prevents inputs made to collide.
 */
final class KeyHash {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FACTOR = 0x9E3779B97F4A7C15L;
    private static final long LAST_FACTOR = 0xD6E8FEB86659FD93L;

    private KeyHash() {}

    static int of(long seed, byte[] bytes) {
        long hash = seed + bytes.length * LAST_FACTOR;
        int at = 0;
        for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
            hash = mixed(hash, (long) LONGS.get(bytes, at));
        }
        long rest = 0;
        for (; at < bytes.length; at++) {
            rest = rest << Byte.SIZE | bytes[at] & 0xFF;
        }
        hash = mixed(hash, rest) * LAST_FACTOR;
        return (int) (hash >>> 32);
    }

    private static long mixed(long hash, long word) {
        long product = (hash ^ word) * FACTOR;
        return product ^ product >>> 32;
    }
}
