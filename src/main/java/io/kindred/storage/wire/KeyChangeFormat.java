package io.kindred.storage.wire;

import io.kindred.model.Digest;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.keyed.ShardNumbers;

import java.util.List;
import java.util.OptionalInt;

/**
 * The format of a key change between operators.
 *
 * <p>Version 1: version byte; flags (1 {@code from} is present, 2 {@code to} is present); 16 bytes
 * of signature; the entity type; the key's name; the list of values; {@code from} and {@code to},
 * unsigned, each if present.
 */
public final class KeyChangeFormat implements BinaryFormat<KeyChange> {

    public static final KeyChangeFormat INSTANCE = new KeyChangeFormat();

    private static final int VERSION = 1;
    private static final int FROM = 1;
    private static final int TO = 2;

    private KeyChangeFormat() {}

    @Override
    public byte[] write(KeyChange change) {
        ByteWriter writer =
                new ByteWriter(96)
                        .raw(VERSION)
                        .raw(
                                (change.from().isPresent() ? FROM : 0)
                                        | (change.to().isPresent() ? TO : 0))
                        .raw(change.signature().bytes())
                        .string(change.entityType())
                        .string(change.key())
                        .list(change.values(), ByteWriter::string);
        change.from().ifPresent(writer::unsigned);
        change.to().ifPresent(writer::unsigned);
        return writer.toBytes();
    }

    @Override
    public KeyChange read(byte[] bytes) {
        ByteReader reader = new ByteReader("key change", bytes);
        reader.version(VERSION);
        int flags = reader.flags(FROM | TO);
        ByteKey signature = new ByteKey(reader.raw(Digest.BYTES));
        String entityType = reader.string();
        String key = reader.string();
        List<String> values = reader.list(ByteReader::string);
        OptionalInt from = shard(reader, (flags & FROM) != 0);
        OptionalInt to = shard(reader, (flags & TO) != 0);
        reader.end();
        return reader.checked(() -> new KeyChange(signature, entityType, key, values, from, to));
    }

    private static OptionalInt shard(ByteReader reader, boolean isPresent) {
        return isPresent ? OptionalInt.of(ShardNumbers.read(reader)) : OptionalInt.empty();
    }
}
