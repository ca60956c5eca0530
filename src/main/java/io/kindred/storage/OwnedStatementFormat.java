package io.kindred.storage;

import io.kindred.model.OwnedStatement;

/**
 * The bytes of a statement on its way.
 *
 * <p>Version 1: version byte; owner, unsigned; the bytes of {@link StatementFormat} after their
 * length.
 */
public final class OwnedStatementFormat implements BinaryFormat<OwnedStatement> {

    /** The one instance. */
    public static final OwnedStatementFormat INSTANCE = new OwnedStatementFormat();

    private static final int VERSION = 1;

    private OwnedStatementFormat() {}

    @Override
    public byte[] write(OwnedStatement owned) {
        return new ByteWriter()
                .raw(VERSION)
                .unsigned(owned.owner())
                .bytes(StatementFormat.INSTANCE.write(owned.statement()))
                .toBytes();
    }

    @Override
    public OwnedStatement read(byte[] bytes) {
        ByteReader reader = new ByteReader("statement on its way", bytes);
        reader.version(VERSION);
        long owner = reader.unsigned();
        if (owner < 0 || owner > Integer.MAX_VALUE) {
            throw new CorruptStateException("statement on its way", "no shard is " + owner);
        }
        OwnedStatement owned =
                new OwnedStatement((int) owner, StatementFormat.INSTANCE.read(reader.bytes()));
        reader.end();
        return owned;
    }
}
