package io.kindred.resolve.record;

import io.kindred.model.Digest;
import io.kindred.model.RecordIdentity;
import io.kindred.storage.ByteKey;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The shard that a record lives in: that of its first key entry in canonical order, so that records
 * that meet on their most trusted key are together from the start; of one without any, that of its
 * identity. The same for ever, as state is laid out by it.
 */
public final class HomeShard {

    private final int shards;

    /** Of so many shards. */
    public HomeShard(int shards) {
        if (shards < 1) {
            throw new IllegalArgumentException("there are no " + shards + " shards");
        }
        this.shards = shards;
    }

    /**
     * From 0 to the number of shards - 1.
     *
     * @param keys the record's key entries by signature
     */
    public int of(RecordIdentity identity, Map<ByteKey, KeyEntry> keys) {
        return keys.entrySet().stream()
                .min(Map.Entry.comparingByValue((a, b) -> a.keyValues().compareTo(b.keyValues())))
                .map(first -> of(first.getKey().bytes()))
                .orElseGet(() -> of(Digest.of(identity.joined().getBytes(StandardCharsets.UTF_8))));
    }

    /** The first four bytes as an unsigned number, modulo the number of shards. */
    private int of(byte[] digest) {
        return Integer.remainderUnsigned(ByteBuffer.wrap(digest).getInt(), shards);
    }
}
