package io.kindred.storage.wire;

import io.kindred.model.Erasure;
import io.kindred.model.RecordIdentity;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.keyed.IdentityBytes;

import java.util.OptionalLong;

/**
 * The format of the report of an erasure between operators.
 *
 * <p>Version 1: version byte; flags (1 it has a version); the three strings of the identity; the
 * version, signed, if it has one; the numbers of values, key entries and decisions, unsigned.
 */
public final class ErasureFormat implements BinaryFormat<Erasure> {

    public static final ErasureFormat INSTANCE = new ErasureFormat();

    private static final int VERSION = 1;
    private static final int VERSIONED = 1;

    private ErasureFormat() {}

    @Override
    public byte[] write(Erasure erasure) {
        ByteWriter writer =
                new ByteWriter().raw(VERSION).raw(erasure.version().isPresent() ? VERSIONED : 0);
        IdentityBytes.write(writer, erasure.record());
        erasure.version().ifPresent(writer::signed);
        return writer.unsigned(erasure.values())
                .unsigned(erasure.keyEntries())
                .unsigned(erasure.decisions())
                .toBytes();
    }

    @Override
    public Erasure read(byte[] bytes) {
        ByteReader reader = new ByteReader("erasure message", bytes);
        reader.version(VERSION);
        int flags = reader.flags(VERSIONED);
        RecordIdentity record = IdentityBytes.read(reader);
        OptionalLong version =
                (flags & VERSIONED) != 0 ? OptionalLong.of(reader.signed()) : OptionalLong.empty();
        Erasure erasure =
                new Erasure(record, version, number(reader), number(reader), number(reader));
        reader.end();
        return erasure;
    }

    private static int number(ByteReader reader) {
        long number = reader.unsigned();
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw reader.corrupt("invalid number " + number);
        }
        return (int) number;
    }
}
