package io.kindred.offline;

import io.kindred.model.Digest;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;

import java.util.ArrayList;
import java.util.List;

/**
 * What an owner last emitted under an output key and did not withdraw.
 *
 * <p>Format, never kept: the owner, unsigned; 16 bytes of digest.
 *
 * @param owner see {@link io.kindred.storage.Owners}
 * @param digest of the update's bytes
 */
public record OutputFact(int owner, ByteKey digest) {

    /** The bytes of the format above. */
    public byte[] toBytes() {
        return new ByteWriter().unsigned(owner).raw(digest.bytes()).toBytes();
    }

    /** What all of the bytes hold. */
    public static List<OutputFact> readAll(List<byte[]> facts) {
        List<OutputFact> all = new ArrayList<>();
        for (byte[] fact : facts) {
            ByteReader reader = new ByteReader("fact", fact);
            all.add(new OutputFact((int) reader.unsigned(), new ByteKey(reader.raw(Digest.BYTES))));
        }
        return all;
    }
}
