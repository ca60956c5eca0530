package io.kindred.storage.keyed;

import io.kindred.model.Descriptor;
import io.kindred.model.HeldDecisions;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;

import java.util.List;
import java.util.OptionalLong;

/**
 * The format of a record between operators.
 *
 * <p>Version 1: version byte; flags (1 it has a version, 2 it is a delete); the three strings of
 * the identity; the version, signed, if it has one; the descriptors as a list of attribute, value
 * and interval.
 *
 * <p>Version 2: the same for a record migrated from a saved state. Version 3: the same, with flags
 * 4 (it is an erasure), 8 (migrated) and 16 (decisions are attached); at last the decisions, if
 * there are any, see {@link HeldDecisionsFormat}. A record that an older version can hold is
 * written in that version.
 */
public final class SourceRecordFormat implements BinaryFormat<SourceRecord> {

    public static final SourceRecordFormat INSTANCE = new SourceRecordFormat();

    private static final int VERSION = 1;
    private static final int CARRIED_VERSION = 2;
    private static final int EXTENDED_VERSION = 3;
    private static final int VERSIONED = 1;
    private static final int DELETE = 2;
    private static final int ERASE = 4;
    private static final int CARRIED = 8;
    private static final int DECIDED = 16;

    private SourceRecordFormat() {}

    @Override
    public byte[] write(SourceRecord record) {
        boolean isDecided = !record.decisions().isEmpty();
        boolean isExtended = isDecided || record.op() == Op.ERASE;
        int flags =
                (record.version().isPresent() ? VERSIONED : 0)
                        | (record.op() == Op.DELETE ? DELETE : 0)
                        | (record.op() == Op.ERASE ? ERASE : 0)
                        | (isExtended && record.isCarried() ? CARRIED : 0)
                        | (isDecided ? DECIDED : 0);
        ByteWriter writer =
                new ByteWriter()
                        .raw(
                                isExtended
                                        ? EXTENDED_VERSION
                                        : record.isCarried() ? CARRIED_VERSION : VERSION)
                        .raw(flags)
                        .string(record.identity().entityType())
                        .string(record.identity().perspective())
                        .string(record.identity().uid());
        record.version().ifPresent(writer::signed);
        writer.list(record.descriptors(), SourceRecordFormat::writeDescriptor);
        if (isDecided) {
            HeldDecisionsFormat.write(writer, record.decisions());
        }
        return writer.toBytes();
    }

    @Override
    public SourceRecord read(byte[] bytes) {
        ByteReader reader = new ByteReader("record message", bytes);
        int format = reader.version(EXTENDED_VERSION);
        int flags =
                reader.flags(
                        format == EXTENDED_VERSION
                                ? VERSIONED | DELETE | ERASE | CARRIED | DECIDED
                                : VERSIONED | DELETE);
        RecordIdentity identity =
                reader.checked(
                        () ->
                                new RecordIdentity(
                                        reader.string(), reader.string(), reader.string()));
        OptionalLong version =
                (flags & VERSIONED) != 0 ? OptionalLong.of(reader.signed()) : OptionalLong.empty();
        List<Descriptor> descriptors = reader.list(SourceRecordFormat::readDescriptor);
        HeldDecisions decisions =
                (flags & DECIDED) != 0 ? HeldDecisionsFormat.read(reader) : HeldDecisions.NONE;
        reader.end();
        return new SourceRecord(
                identity,
                version,
                op(flags),
                descriptors,
                format == CARRIED_VERSION || (flags & CARRIED) != 0,
                decisions);
    }

    private static Op op(int flags) {
        if ((flags & ERASE) != 0) {
            return Op.ERASE;
        }
        return (flags & DELETE) != 0 ? Op.DELETE : Op.UPSERT;
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
