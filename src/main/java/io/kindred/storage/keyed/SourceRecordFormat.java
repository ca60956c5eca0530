package io.kindred.storage.keyed;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;

import java.util.OptionalLong;

/**
 * The format of a record between operators.
 *
 * <p>Version 1: version byte; flags (1 it has a version, 2 it is a delete); the three strings of
 * the identity; the version, signed, if it has one; the descriptors as a list of attribute, value
 * and interval.
 *
 * <p>Version 2: the same for a record migrated from a saved state; any other record is written as
 * version 1.
 */
public final class SourceRecordFormat implements BinaryFormat<SourceRecord> {

    public static final SourceRecordFormat INSTANCE = new SourceRecordFormat();

    private static final int VERSION = 1;
    private static final int CARRIED_VERSION = 2;
    private static final int VERSIONED = 1;
    private static final int DELETE = 2;

    private SourceRecordFormat() {}

    @Override
    public byte[] write(SourceRecord record) {
        ByteWriter writer =
                new ByteWriter()
                        .raw(record.isCarried() ? CARRIED_VERSION : VERSION)
                        .raw(
                                (record.version().isPresent() ? VERSIONED : 0)
                                        | (record.op() == Op.DELETE ? DELETE : 0))
                        .string(record.identity().entityType())
                        .string(record.identity().perspective())
                        .string(record.identity().uid());
        record.version().ifPresent(writer::signed);
        return writer.list(record.descriptors(), SourceRecordFormat::writeDescriptor).toBytes();
    }

    @Override
    public SourceRecord read(byte[] bytes) {
        ByteReader reader = new ByteReader("record message", bytes);
        boolean isCarried = reader.version(CARRIED_VERSION) == CARRIED_VERSION;
        int flags = reader.flags(VERSIONED | DELETE);
        RecordIdentity identity =
                reader.checked(
                        () ->
                                new RecordIdentity(
                                        reader.string(), reader.string(), reader.string()));
        OptionalLong version =
                (flags & VERSIONED) != 0 ? OptionalLong.of(reader.signed()) : OptionalLong.empty();
        SourceRecord record =
                new SourceRecord(
                        identity,
                        version,
                        (flags & DELETE) != 0 ? Op.DELETE : Op.UPSERT,
                        reader.list(SourceRecordFormat::readDescriptor),
                        isCarried);
        reader.end();
        return record;
    }

    static void writeDescriptor(ByteWriter writer, Descriptor descriptor) {
        writer.string(descriptor.attribute())
                .string(descriptor.value())
                .interval(descriptor.interval());
    }

    static Descriptor readDescriptor(ByteReader reader) {
        return reader.checked(
                () -> new Descriptor(reader.string(), reader.string(), reader.interval()));
    }
}
