package io.kindred.resolve.record;

import io.kindred.model.Digest;
import io.kindred.model.RecordIdentity;
import io.kindred.storage.ByteKey;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Computes the shard that a record lives in.
 *
 * <p>It is a hash of the record's first key entry in canonical order. So records that meet on their
 * most trusted key are in one shard from the start. A record without key entries is placed by a
 * hash of its identity. State is partitioned by this function, so it must never change.
 */
public final class HomeShard {

    private final int shards;

    public HomeShard(int shards) {
        if (shards < 1) {
            throw new IllegalArgumentException(
                    "the number of shards must be at least 1, but is " + shards);
        }
        this.shards = shards;
    }

    /**
     * The shard of a record: from 0 to the number of shards - 1. Decisions move no record.
     *
     * @param keys the record's key entries by signature
     */
    public int of(RecordIdentity identity, Map<ByteKey, KeyEntry> keys) {
        return keys.entrySet().stream()
                .filter(entry -> entry.getValue().keyPosition() >= 0)
                .min(Map.Entry.comparingByValue((a, b) -> a.keyValues().compareTo(b.keyValues())))
                .map(first -> of(first.getKey().bytes()))
                .orElseGet(() -> of(Digest.of(identity.joined().getBytes(StandardCharsets.UTF_8))));
    }

    /** The first four bytes as an unsigned number, modulo the number of shards. */
    private int of(byte[] digest) {
        return Integer.remainderUnsigned(ByteBuffer.wrap(digest).getInt(), shards);
    }
}
