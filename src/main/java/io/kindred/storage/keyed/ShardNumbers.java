package io.kindred.storage.keyed;

import io.kindred.storage.ByteReader;

/** Numbers of shards in formats. */
public final class ShardNumbers {

    private ShardNumbers() {}

    /**
     * Reads an unsigned number.
     *
     * @throws CorruptStateException if it is greater than any shard's can be
     */
    public static int read(ByteReader reader) {
        long shard = reader.unsigned();
        return reader.checked(() -> checked(shard));
    }

    private static int checked(long shard) {
        if (shard < 0 || shard > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("no shard is " + shard);
        }
        return (int) shard;
    }
}
