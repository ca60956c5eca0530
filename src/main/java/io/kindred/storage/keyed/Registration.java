package io.kindred.storage.keyed;

import io.kindred.model.Descriptor;
import io.kindred.model.HeldDecisions;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The registered version of a record identity, kept also after the record is deleted.
 *
 * <p>Format, version 1: version byte; flags (1 there is a record, 2 it has a version); the version,
 * signed, if it has one; the number of the last change, unsigned; the descriptors as a list of
 * attribute, value and interval.
 *
 * <p>Version 2: the same, with flags 4 (only decisions are known of it), 8 (descriptors have
 * expired) and 16 (there are decisions); after the descriptors the expired ones, if there are any,
 * likewise; at last the decisions, if there are any, see {@link HeldDecisionsFormat}. Flags 8
 * without 1: the record is gone. What version 1 can hold is written in version 1. An erased
 * identity is stored as {@link ErasedIdentity}.
 *
 * @param version the greatest accepted version, if any
 * @param change the number of the last emitted change; 0 if none was emitted
 * @param descriptors those that count, sorted; empty unless the record is present
 * @param expired those that no longer count, sorted; empty unless the record is present or gone
 * @param decisions what people decided about the record, whether it is there or not
 */
public record Registration(
        Status status,
        OptionalLong version,
        long change,
        List<Descriptor> descriptors,
        List<Descriptor> expired,
        HeldDecisions decisions) {

    public static final BinaryFormat<Registration> FORMAT = new Format();

    /** What is known of an identity of which nothing was received. */
    public static final Registration UNSEEN =
            new Registration(
                    Status.UNSEEN,
                    OptionalLong.empty(),
                    0,
                    List.of(),
                    List.of(),
                    HeldDecisions.NONE);

    /** What became of the record. */
    public enum Status {
        /** It exists. */
        PRESENT,
        /** All of its descriptors have expired. */
        GONE,
        /** It was deleted. */
        DELETED,
        /** It was erased. */
        ERASED,
        /** No version of it was received. */
        UNSEEN
    }

    /**
     * @throws IllegalArgumentException if it has content that its status excludes
     */
    public Registration {
        descriptors = List.copyOf(descriptors);
        expired = List.copyOf(expired);
        if (status != Status.PRESENT && !descriptors.isEmpty()
                || (status == Status.GONE) == expired.isEmpty() && status != Status.PRESENT) {
            throw new IllegalArgumentException(
                    status
                            + " with "
                            + descriptors.size()
                            + " descriptors and "
                            + expired.size()
                            + " expired ones");
        }
    }

    /** A record without retention and decisions. */
    public Registration(
            boolean present, OptionalLong version, long change, List<Descriptor> descriptors) {
        this(
                present ? Status.PRESENT : Status.DELETED,
                version,
                change,
                descriptors,
                List.of(),
                HeldDecisions.NONE);
    }

    /** Whether the record exists, rather than being deleted, gone, erased or never seen. */
    public boolean present() {
        return status == Status.PRESENT;
    }

    /** Whether a version of the record was received. */
    public boolean isSeen() {
        return status != Status.UNSEEN;
    }

    /** Whether it may be forgotten some time: there was a record, and there is none. */
    public boolean isForgettable() {
        return isSeen() && !present();
    }

    /**
     * What was received last, as far as it is kept: of a deleted or erased record no descriptors.
     *
     * @throws IllegalStateException if nothing was received
     */
    public SourceRecord received(RecordIdentity identity) {
        return switch (status) {
            case PRESENT, GONE -> SourceRecord.upsert(identity, version, all());
            case DELETED -> SourceRecord.delete(identity, version);
            case ERASED -> SourceRecord.erase(identity, version);
            case UNSEEN -> throw new IllegalStateException("nothing was received of " + identity);
        };
    }

    private List<Descriptor> all() {
        if (expired.isEmpty()) {
            return descriptors;
        }
        List<Descriptor> all = new ArrayList<>(descriptors);
        all.addAll(expired);
        all.sort(null);
        return all;
    }

    /** The same with another number of the last change. */
    public Registration numbered(long number) {
        return new Registration(status, version, number, descriptors, expired, decisions);
    }

    /** The same with other decisions. */
    public Registration with(HeldDecisions changed) {
        return new Registration(status, version, change, descriptors, expired, changed);
    }

    private static final class Format implements BinaryFormat<Registration> {
        private static final String WHAT = "registration";
        private static final int VERSION = 1;
        private static final int EXTENDED_VERSION = 2;
        private static final int PRESENT = 1;
        private static final int VERSIONED = 2;
        private static final int UNSEEN = 4;
        private static final int EXPIRED = 8;
        private static final int DECIDED = 16;

        @Override
        public byte[] write(Registration registration) {
            if (registration.status() == Status.ERASED) {
                throw new IllegalArgumentException("an erased identity is stored by its digest");
            }
            int further =
                    (registration.isSeen() ? 0 : UNSEEN)
                            | (registration.expired().isEmpty() ? 0 : EXPIRED)
                            | (registration.decisions().isEmpty() ? 0 : DECIDED);
            ByteWriter writer =
                    new ByteWriter()
                            .raw(further == 0 ? VERSION : EXTENDED_VERSION)
                            .raw(
                                    (registration.present() ? PRESENT : 0)
                                            | (registration.version().isPresent() ? VERSIONED : 0)
                                            | further);
            registration.version().ifPresent(writer::signed);
            writer.unsigned(registration.change())
                    .list(registration.descriptors(), SourceRecordFormat::writeDescriptor);
            if ((further & EXPIRED) != 0) {
                writer.list(registration.expired(), SourceRecordFormat::writeDescriptor);
            }
            if ((further & DECIDED) != 0) {
                HeldDecisionsFormat.write(writer, registration.decisions());
            }
            return writer.toBytes();
        }

        @Override
        public Registration read(byte[] bytes) {
            ByteReader reader = new ByteReader(WHAT, bytes);
            int format = reader.version(EXTENDED_VERSION);
            int flags =
                    reader.flags(
                            format == VERSION
                                    ? PRESENT | VERSIONED
                                    : PRESENT | VERSIONED | UNSEEN | EXPIRED | DECIDED);
            OptionalLong version =
                    (flags & VERSIONED) != 0
                            ? OptionalLong.of(reader.signed())
                            : OptionalLong.empty();
            long change = reader.unsigned();
            List<Descriptor> descriptors = reader.list(SourceRecordFormat::readDescriptor);
            List<Descriptor> expired =
                    (flags & EXPIRED) != 0
                            ? reader.list(SourceRecordFormat::readDescriptor)
                            : List.of();
            HeldDecisions decisions =
                    (flags & DECIDED) != 0 ? HeldDecisionsFormat.read(reader) : HeldDecisions.NONE;
            reader.end();
            return reader.checked(
                    () ->
                            new Registration(
                                    status(flags),
                                    version,
                                    change,
                                    descriptors,
                                    expired,
                                    decisions));
        }

        private static Status status(int flags) {
            if ((flags & UNSEEN) != 0) {
                return Status.UNSEEN;
            }
            if ((flags & PRESENT) != 0) {
                return Status.PRESENT;
            }
            return (flags & EXPIRED) != 0 ? Status.GONE : Status.DELETED;
        }
    }
}
