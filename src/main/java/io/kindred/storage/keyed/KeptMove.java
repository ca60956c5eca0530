package io.kindred.storage.keyed;

import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;

import java.util.Optional;

/**
 * Where a record went that was in an entity, as that entity keeps it.
 *
 * <p>Format, version 1: version byte; flags (1 it has a target); when it was told, signed; the
 * target, a string, if there is one.
 *
 * @param to the id of the entity that shows the record; empty if the record is gone
 * @param at when this was told, in milliseconds of processing time
 */
public record KeptMove(Optional<String> to, long at) {

    /** The one format. */
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
