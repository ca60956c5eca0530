package io.kindred.storage.keyed;

import io.kindred.storage.ByteReader;

/** Reads shard numbers in formats. */
public final class ShardNumbers {

    private ShardNumbers() {}

    /**
     * Reads an unsigned shard number.
     *
     * @throws CorruptStateException if it exceeds {@link Integer#MAX_VALUE}
     */
    public static int read(ByteReader reader) {
        long shard = reader.unsigned();
        return reader.checked(() -> checked(shard));
    }

    private static int checked(long shard) {
        if (shard < 0 || shard > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("invalid shard " + shard);
        }
        return (int) shard;
    }
}
