package io.kindred.storage.keyed;

import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;

import java.util.OptionalLong;

/**
 * What is known of a record of a perspective that comes as full snapshots.
 *
 * <p>Format, version 1: version byte; flags (1 it has a version, 2 it is deleted); the number of
 * the snapshot, unsigned; the version, signed, if it has one; the time of the delete, signed, if it
 * is deleted.
 *
 * @param snapshot the number of the last snapshot that had the record; if it is deleted, of the one
 *     that lacked it
 * @param version the greatest version that was seen, if any
 * @param deletedAt when the record was deleted because a snapshot lacked it, in milliseconds since
 *     1970; empty if it is there
 */
public record SnapshotEntry(long snapshot, OptionalLong version, OptionalLong deletedAt) {

    public static final BinaryFormat<SnapshotEntry> FORMAT = new Format();

    /** A record that is there. */
    public SnapshotEntry(long snapshot, OptionalLong version) {
        this(snapshot, version, OptionalLong.empty());
    }

    public boolean isDeleted() {
        return deletedAt.isPresent();
    }

    private static final class Format implements BinaryFormat<SnapshotEntry> {
        private static final int VERSION = 1;
        private static final int VERSIONED = 1;
        private static final int DELETED = 2;

        @Override
        public byte[] write(SnapshotEntry entry) {
            ByteWriter writer =
                    new ByteWriter()
                            .raw(VERSION)
                            .raw(
                                    (entry.version().isPresent() ? VERSIONED : 0)
                                            | (entry.isDeleted() ? DELETED : 0))
                            .unsigned(entry.snapshot());
            entry.version().ifPresent(writer::signed);
            entry.deletedAt().ifPresent(writer::signed);
            return writer.toBytes();
        }

        @Override
        public SnapshotEntry read(byte[] bytes) {
            ByteReader reader = new ByteReader("record of a snapshot", bytes);
            reader.version(VERSION);
            int flags = reader.flags(VERSIONED | DELETED);
            SnapshotEntry entry =
                    new SnapshotEntry(
                            reader.unsigned(),
                            signed(reader, (flags & VERSIONED) != 0),
                            signed(reader, (flags & DELETED) != 0));
            reader.end();
            return entry;
        }

        private static OptionalLong signed(ByteReader reader, boolean isThere) {
            return isThere ? OptionalLong.of(reader.signed()) : OptionalLong.empty();
        }
    }
}
