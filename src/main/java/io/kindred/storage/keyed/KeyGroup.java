package io.kindred.storage.keyed;

/**
 * The key group in which the registry of a job with several shards has an identity. It is Flink's:
 * 32-bit MurmurHash3 (Appleby) of the key's hash code, modulo the number of key groups. It never
 * changes.
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
        int hash = Integer.rotateLeft(key.hashCode() * 0xcc9e2d51, 15) * 0x1b873593;
        hash = (Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64) ^ Integer.BYTES;
        hash = (hash ^ hash >>> 16) * 0x85ebca6b;
        hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
        hash ^= hash >>> 16;
        // As Flink does: the least number has no positive counterpart.
        return hash == Integer.MIN_VALUE ? 0 : Math.abs(hash) % COUNT;
    }
}
