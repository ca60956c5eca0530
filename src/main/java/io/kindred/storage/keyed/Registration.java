package io.kindred.storage.keyed;

import io.kindred.model.Descriptor;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;

import java.util.List;
import java.util.OptionalLong;

/**
 * The registered version of a record identity, kept also after the record is deleted.
 *
 * <p>Format, version 1: version byte; flags (1 there is a record, 2 it has a version); the version,
 * signed, if it has one; the number of the last change, unsigned; the descriptors as a list of
 * attribute, value and interval.
 *
 * @param present whether the record exists, rather than being deleted
 * @param version the greatest accepted version, if any
 * @param change the number of the last emitted change; 0 if none was emitted
 * @param descriptors as received, sorted; empty for a deleted record
 */
public record Registration(
        boolean present, OptionalLong version, long change, List<Descriptor> descriptors) {

    public static final BinaryFormat<Registration> FORMAT = new Format();

    public Registration {
        descriptors = List.copyOf(descriptors);
    }

    private static final class Format implements BinaryFormat<Registration> {
        private static final int VERSION = 1;
        private static final int PRESENT = 1;
        private static final int VERSIONED = 2;

        @Override
        public byte[] write(Registration registration) {
            ByteWriter writer =
                    new ByteWriter()
                            .raw(VERSION)
                            .raw(
                                    (registration.present() ? PRESENT : 0)
                                            | (registration.version().isPresent() ? VERSIONED : 0));
            registration.version().ifPresent(writer::signed);
            return writer.unsigned(registration.change())
                    .list(registration.descriptors(), SourceRecordFormat::writeDescriptor)
                    .toBytes();
        }

        @Override
        public Registration read(byte[] bytes) {
            ByteReader reader = new ByteReader("registration", bytes);
            reader.version(VERSION);
            int flags = reader.flags(PRESENT | VERSIONED);
            OptionalLong version =
                    (flags & VERSIONED) != 0
                            ? OptionalLong.of(reader.signed())
                            : OptionalLong.empty();
            Registration registration =
                    new Registration(
                            (flags & PRESENT) != 0,
                            version,
                            reader.unsigned(),
                            reader.list(SourceRecordFormat::readDescriptor));
            reader.end();
            return registration;
        }
    }
}
