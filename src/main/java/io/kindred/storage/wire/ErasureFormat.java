package io.kindred.storage.wire;

import io.kindred.model.Erasure;
import io.kindred.model.RecordIdentity;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.keyed.IdentityBytes;

import java.util.OptionalLong;

/**
 * The format of an erasure between operators.
 *
 * <p>Version 1: version byte; flags (1 it has a version); the three strings of the identity; the
 * version, signed, if there is one; the numbers of values, key entries and decisions, unsigned.
 */
public final class ErasureFormat implements BinaryFormat<Erasure> {

    public static final ErasureFormat INSTANCE = new ErasureFormat();

    private static final String WHAT = "erasure";
    private static final int VERSION = 1;
    private static final int VERSIONED = 1;

    private ErasureFormat() {}

    @Override
    public byte[] write(Erasure erasure) {
        ByteWriter writer =
                new ByteWriter(96).raw(VERSION).raw(erasure.version().isPresent() ? VERSIONED : 0);
        IdentityBytes.write(writer, erasure.record());
        erasure.version().ifPresent(writer::signed);
        return writer.unsigned(erasure.values())
                .unsigned(erasure.keyEntries())
                .unsigned(erasure.decisions())
                .toBytes();
    }

    @Override
    public Erasure read(byte[] bytes) {
        ByteReader reader = new ByteReader(WHAT, bytes);
        reader.version(VERSION);
        boolean isVersioned = (reader.flags(VERSIONED) & VERSIONED) != 0;
        RecordIdentity record = IdentityBytes.read(reader);
        OptionalLong version =
                isVersioned ? OptionalLong.of(reader.signed()) : OptionalLong.empty();
        int values = count(reader);
        int keyEntries = count(reader);
        int decisions = count(reader);
        reader.end();
        return new Erasure(record, version, values, keyEntries, decisions);
    }

    private static int count(ByteReader reader) {
        long count = reader.unsigned();
        if (count < 0 || count > Integer.MAX_VALUE) {
            throw new CorruptStateException(WHAT, "invalid count " + count);
        }
        return (int) count;
    }
}
