package io.kindred.storage.wire;

import io.kindred.model.RecordIdentity;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.keyed.IdentityBytes;

import java.util.Optional;

/**
 * The format of a record move between operators.
 *
 * <p>Version 1: version byte; flags (1 it has a target); the three strings of the identity; the
 * receiving entity, a string; the target, a string, if there is one.
 */
public final class RecordMoveFormat implements BinaryFormat<RecordMove> {

    public static final RecordMoveFormat INSTANCE = new RecordMoveFormat();

    private static final int VERSION = 1;
    private static final int TARGET = 1;

    private RecordMoveFormat() {}

    @Override
    public byte[] write(RecordMove move) {
        ByteWriter writer =
                new ByteWriter(192).raw(VERSION).raw(move.to().isPresent() ? TARGET : 0);
        IdentityBytes.write(writer, move.record()).string(move.from());
        move.to().ifPresent(writer::string);
        return writer.toBytes();
    }

    @Override
    public RecordMove read(byte[] bytes) {
        ByteReader reader = new ByteReader("record move", bytes);
        reader.version(VERSION);
        boolean hasTarget = (reader.flags(TARGET) & TARGET) != 0;
        RecordIdentity record = IdentityBytes.read(reader);
        String from = reader.string();
        Optional<String> to = hasTarget ? Optional.of(reader.string()) : Optional.empty();
        reader.end();
        return new RecordMove(record, from, to);
    }
}
