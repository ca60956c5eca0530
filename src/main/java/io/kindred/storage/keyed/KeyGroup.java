package io.kindred.storage.keyed;

import org.apache.commons.codec.digest.MurmurHash3;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The key group in which the registry of a job with several shards has an identity. It is Flink's:
 * Murmur3 of the key's hash code, modulo the number of key groups. Neither ever changes.
 */
public final class KeyGroup {

    /** The number of key groups of the registry of every job. */
    public static final int COUNT = 720;

    private KeyGroup() {}

    /**
     * From 0 to {@link #COUNT} - 1.
     *
     * @param key the {@linkplain io.kindred.model.RecordIdentity#joined() joined} identity, or
     *     another key of the registry
     */
    public static int of(String key) {
        byte[] code =
                ByteBuffer.allocate(Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(key.hashCode())
                        .array();
        int hash = MurmurHash3.hash32x86(code, 0, code.length, 0);
        // As Flink does: the least number has no positive counterpart.
        return hash == Integer.MIN_VALUE ? 0 : Math.abs(hash) % COUNT;
    }
}
