package io.kindred.offline;

import io.kindred.model.RecordIdentity;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.keyed.Claim;

import java.util.Optional;

/** What is told to be held against what is kept of values that are to be unique. */
public sealed interface ClaimFact {

    /** The bytes; equal for what is equal. Never kept. */
    byte[] toBytes();

    /**
     * What an owner claims of a record and a value.
     *
     * <p>Format: a byte 0; the owner, unsigned; the identity and the entity id, strings; the times,
     * intervals.
     *
     * @param owner see {@link io.kindred.storage.Owners}
     */
    record Made(int owner, RecordIdentity record, Claim.Made claim) implements ClaimFact {
        @Override
        public byte[] toBytes() {
            return new ByteWriter()
                    .bool(false)
                    .unsigned(owner)
                    .string(record.joined())
                    .string(claim.entityId())
                    .intervals(claim.times())
                    .toBytes();
        }
    }

    /**
     * By what declaration values are watched.
     *
     * <p>Format: a byte 1; the text.
     *
     * @param declaration the text that {@link Declaration} reads
     */
    record Declared(String declaration) implements ClaimFact {
        @Override
        public byte[] toBytes() {
            return new ByteWriter().bool(true).string(declaration).toBytes();
        }
    }

    /** The declaration, if the bytes hold one. */
    static Optional<String> declaration(byte[] bytes) {
        ByteReader reader = new ByteReader("fact", bytes);
        return reader.bool() ? Optional.of(reader.string()) : Optional.empty();
    }
}
