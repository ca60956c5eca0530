package io.kindred.storage.keyed;

import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;

import java.util.Optional;

/**
 * Where a former record of an entity went, as stored with that entity.
 *
 * <p>Format, version 1: version byte; flags (1 it has a target); the time, signed; the target, a
 * string, if there is one.
 *
 * @param to the id of the entity that has the record now; empty if the record is gone
 * @param at the processing time of the move in milliseconds
 */
public record KeptMove(Optional<String> to, long at) {

    public static final BinaryFormat<KeptMove> FORMAT = new Format();

    private static final class Format implements BinaryFormat<KeptMove> {
        private static final int VERSION = 1;
        private static final int TARGET = 1;

        @Override
        public byte[] write(KeptMove move) {
            ByteWriter writer =
                    new ByteWriter()
                            .raw(VERSION)
                            .raw(move.to().isPresent() ? TARGET : 0)
                            .signed(move.at());
            move.to().ifPresent(writer::string);
            return writer.toBytes();
        }

        @Override
        public KeptMove read(byte[] bytes) {
            ByteReader reader = new ByteReader("kept move", bytes);
            reader.version(VERSION);
            boolean hasTarget = (reader.flags(TARGET) & TARGET) != 0;
            long at = reader.signed();
            Optional<String> to = hasTarget ? Optional.of(reader.string()) : Optional.empty();
            reader.end();
            return new KeptMove(to, at);
        }
    }
}
