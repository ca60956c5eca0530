package io.kindred.storage.keyed;

import io.kindred.model.Digest;
import io.kindred.model.RecordIdentity;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;

import java.util.Optional;

/**
 * The format of a claim between operators.
 *
 * <p>Version 1: version byte; flags (1 something is claimed); owner, unsigned; 16 bytes of
 * signature; attribute and value, strings; the three strings of the identity; if something is
 * claimed, the entity id, a string, and the intervals.
 */
public final class ClaimFormat implements BinaryFormat<Claim> {

    public static final ClaimFormat INSTANCE = new ClaimFormat();

    private static final String WHAT = "claim message";
    private static final int VERSION = 1;
    private static final int MADE = 1;

    private ClaimFormat() {}

    @Override
    public byte[] write(Claim claim) {
        ByteWriter writer =
                new ByteWriter(192)
                        .raw(VERSION)
                        .raw(claim.made().isPresent() ? MADE : 0)
                        .unsigned(claim.owner())
                        .raw(claim.signature().bytes())
                        .string(claim.attribute())
                        .string(claim.value());
        IdentityBytes.write(writer, claim.record());
        claim.made().ifPresent(made -> write(writer, made));
        return writer.toBytes();
    }

    @Override
    public Claim read(byte[] bytes) {
        ByteReader reader = new ByteReader(WHAT, bytes);
        reader.version(VERSION);
        boolean isMade = (reader.flags(MADE) & MADE) != 0;
        int owner = readOwner(WHAT, reader);
        ByteKey signature = new ByteKey(reader.raw(Digest.BYTES));
        String attribute = reader.string();
        String value = reader.string();
        RecordIdentity record = IdentityBytes.read(reader);
        Optional<Claim.Made> made = isMade ? Optional.of(readMade(reader)) : Optional.empty();
        reader.end();
        return new Claim(owner, signature, attribute, value, record, made);
    }

    static void write(ByteWriter writer, Claim.Made made) {
        writer.string(made.entityId()).intervals(made.times());
    }

    static Claim.Made readMade(ByteReader reader) {
        return new Claim.Made(reader.string(), reader.intervals());
    }

    static int readOwner(String what, ByteReader reader) {
        long owner = reader.unsigned();
        if (owner < 0 || owner > Integer.MAX_VALUE) {
            throw new CorruptStateException(what, "invalid owner " + owner);
        }
        return (int) owner;
    }
}
