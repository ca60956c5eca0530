package io.kindred.storage.keyed;

import io.kindred.model.Digest;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;

import java.util.Optional;

/**
 * The published row of an output key.
 *
 * <p>Format, version 2: version byte; flags (1 a row is published, 2 the update is stored); the
 * revision, unsigned; 16 bytes of digest if a row is published; the bytes of the update if stored;
 * the fill, unsigned. Version 1 has no fill, and is written for fill 0.
 *
 * @param revision the number of rows published so far, at least 1
 * @param shown the digest of the published update; empty after a retraction
 * @param update the bytes of the published update, if the output needs it later
 * @param fill the {@linkplain SinkFills fill} of the sink that the last row was emitted in
 */
public record Published(
        long revision, Optional<ByteKey> shown, Optional<ByteKey> update, long fill) {

    /** A row of the first fill. */
    public Published(long revision, Optional<ByteKey> shown, Optional<ByteKey> update) {
        this(revision, shown, update, 0);
    }

    /** The published row, if there is one. */
    public Optional<ShownRow> row() {
        return shown.map(digest -> new ShownRow(revision, digest));
    }

    public static final BinaryFormat<Published> FORMAT = new Format();

    private static final class Format implements BinaryFormat<Published> {
        private static final int WITHOUT_FILL = 1;
        private static final int VERSION = 2;
        private static final int SHOWN = 1;
        private static final int KEPT = 2;

        @Override
        public byte[] write(Published published) {
            ByteWriter writer =
                    new ByteWriter()
                            .raw(published.fill() == 0 ? WITHOUT_FILL : VERSION)
                            .raw(
                                    (published.shown().isPresent() ? SHOWN : 0)
                                            | (published.update().isPresent() ? KEPT : 0))
                            .unsigned(published.revision());
            published.shown().ifPresent(digest -> writer.raw(digest.bytes()));
            published.update().ifPresent(update -> writer.bytes(update.bytes()));
            if (published.fill() != 0) {
                writer.unsigned(published.fill());
            }
            return writer.toBytes();
        }

        @Override
        public Published read(byte[] bytes) {
            ByteReader reader = new ByteReader("published", bytes);
            int version = reader.version(VERSION);
            int flags = reader.flags(SHOWN | KEPT);
            long revision = reader.unsigned();
            Optional<ByteKey> shown =
                    (flags & SHOWN) != 0
                            ? Optional.of(new ByteKey(reader.raw(Digest.BYTES)))
                            : Optional.empty();
            Optional<ByteKey> update =
                    (flags & KEPT) != 0
                            ? Optional.of(new ByteKey(reader.bytes()))
                            : Optional.empty();
            long fill = version > WITHOUT_FILL ? reader.unsigned() : 0;
            reader.end();
            return new Published(revision, shown, update, fill);
        }
    }
}
