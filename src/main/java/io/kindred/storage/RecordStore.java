package io.kindred.storage;

import io.kindred.model.Descriptor;
import io.kindred.model.Digest;
import io.kindred.model.RecordIdentity;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The current records of a shard by dense id, and for every identity ever seen its current version.
 *
 * <p>Format of {@code records}, version 1, key unsigned record id: version byte; interned entity
 * type and perspective; uid; component id; a byte 1 and the 16 bytes of the stated entity, or a
 * byte 0; the descriptors as a list of interned attribute, value and interval.
 *
 * <p>Format of {@code record-ids}, version 1, key interned entity type, interned perspective, uid:
 * version byte; flags (1 the record is there, 2 it has a version); the version, signed, if it has
 * one; the record id if it is there.
 */
public final class RecordStore {

    private static final int VERSION = 1;
    private static final int PRESENT = 1;
    private static final int VERSIONED = 2;

    private final ByteTable records;
    private final ByteTable identities;
    private final Interner interner;
    private final ShardMeta meta;

    /** Over the tables of one shard. */
    public RecordStore(ShardTables tables, ShardMeta meta) {
        this.records = tables.bytes(ShardTables.Name.RECORDS);
        this.identities = tables.bytes(ShardTables.Name.RECORD_IDS);
        this.interner = new Interner(tables, meta);
        this.meta = meta;
    }

    /**
     * What is current for an identity.
     *
     * @param version the greatest version seen, if any had one
     * @param recordId the record's id, or empty if the record was deleted
     */
    public record Current(OptionalLong version, OptionalLong recordId) {}

    /** An id that no record ever had. */
    public long newId() {
        return meta.nextRecordId();
    }

    /** What is current for the identity, or empty if it was never seen. */
    public Optional<Current> current(RecordIdentity identity) {
        byte[] stored = identities.get(identityKey(identity));
        if (stored == null) {
            return Optional.empty();
        }
        ByteReader reader = new ByteReader("record-ids of " + identity, stored);
        reader.version(VERSION);
        int flags = reader.flags(PRESENT | VERSIONED);
        OptionalLong version =
                (flags & VERSIONED) != 0 ? OptionalLong.of(reader.signed()) : OptionalLong.empty();
        OptionalLong recordId =
                (flags & PRESENT) != 0 ? OptionalLong.of(reader.unsigned()) : OptionalLong.empty();
        reader.end();
        return Optional.of(new Current(version, recordId));
    }

    /** Sets what is current for the identity. */
    public void setCurrent(RecordIdentity identity, Current current) {
        ByteWriter writer =
                new ByteWriter()
                        .raw(VERSION)
                        .raw(
                                (current.recordId().isPresent() ? PRESENT : 0)
                                        | (current.version().isPresent() ? VERSIONED : 0));
        current.version().ifPresent(writer::signed);
        current.recordId().ifPresent(writer::unsigned);
        identities.put(identityKey(identity), writer.toBytes());
    }

    /**
     * The record with the id.
     *
     * @throws CorruptStateException if there is none, since ids are only known from what refers to
     *     a record
     */
    public StoredRecord get(long id) {
        byte[] stored = records.get(key(id));
        if (stored == null) {
            throw new CorruptStateException("records", "no record has the id " + id);
        }
        ByteReader reader = new ByteReader("record " + id, stored);
        reader.version(VERSION);
        RecordIdentity identity =
                reader.checked(
                        () ->
                                new RecordIdentity(
                                        interner.string(reader.unsigned()),
                                        interner.string(reader.unsigned()),
                                        reader.string()));
        long component = reader.unsigned();
        Optional<ByteKey> entity =
                reader.bool()
                        ? Optional.of(new ByteKey(reader.raw(Digest.BYTES)))
                        : Optional.empty();
        List<Descriptor> descriptors = reader.list(this::readDescriptor);
        reader.end();
        return new StoredRecord(id, identity, component, entity, descriptors);
    }

    private Descriptor readDescriptor(ByteReader reader) {
        return reader.checked(
                () ->
                        new Descriptor(
                                interner.string(reader.unsigned()),
                                reader.string(),
                                reader.interval()));
    }

    /** Writes the record under its id. */
    public void put(StoredRecord record) {
        ByteWriter writer =
                new ByteWriter()
                        .raw(VERSION)
                        .unsigned(interner.id(record.identity().entityType()))
                        .unsigned(interner.id(record.identity().perspective()))
                        .string(record.identity().uid())
                        .unsigned(record.component())
                        .bool(record.entity().isPresent());
        record.entity().ifPresent(entity -> writer.raw(entity.bytes()));
        writer.list(
                record.descriptors(),
                (each, descriptor) ->
                        each.unsigned(interner.id(descriptor.attribute()))
                                .string(descriptor.value())
                                .interval(descriptor.interval()));
        records.put(key(record.id()), writer.toBytes());
    }

    /** Removes the record; what is current for its identity stays to be set. */
    public void remove(long id) {
        records.remove(key(id));
    }

    private static byte[] key(long id) {
        return new ByteWriter().unsigned(id).toBytes();
    }

    private byte[] identityKey(RecordIdentity identity) {
        return new ByteWriter()
                .unsigned(interner.id(identity.entityType()))
                .unsigned(interner.id(identity.perspective()))
                .string(identity.uid())
                .toBytes();
    }
}
