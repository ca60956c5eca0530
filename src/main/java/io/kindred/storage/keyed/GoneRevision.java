package io.kindred.storage.keyed;

import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;

/**
 * The revision of the last row of an output key that is not shown any more.
 *
 * <p>Format, version 1: version byte; the revision, unsigned.
 *
 * @param revision from 1
 */
public record GoneRevision(long revision) {

    public static final BinaryFormat<GoneRevision> FORMAT = new Format();

    private static final class Format implements BinaryFormat<GoneRevision> {
        private static final int VERSION = 1;

        @Override
        public byte[] write(GoneRevision gone) {
            return new ByteWriter(4).raw(VERSION).unsigned(gone.revision()).toBytes();
        }

        @Override
        public GoneRevision read(byte[] bytes) {
            ByteReader reader = new ByteReader("gone revision", bytes);
            reader.version(VERSION);
            GoneRevision gone = new GoneRevision(reader.unsigned());
            reader.end();
            return gone;
        }
    }
}
