package io.kindred.storage.shard;

import io.kindred.model.Descriptor;
import io.kindred.model.Digest;
import io.kindred.model.RecordIdentity;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.EmittedDigests;
import io.kindred.storage.MappingIterator;
import io.kindred.storage.ShardTables;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The current records of a shard by dense id, and the current version of every identity ever seen.
 *
 * <p>Records that are read or changed are cached until {@link #save()}, up to a limit. So within a
 * batch each record is read and written at most once.
 *
 * <p>Format of {@code records}, version 3, key unsigned record id: version byte; flags (1 in a
 * component with others, 2 assigned to an entity, 4 entity emitted while alone, 8 conflicts emitted
 * while alone, 16 alone and escalated); interned entity type and perspective; uid; by flag:
 * unsigned component id; the 16 bytes of the emitted entity; the 16 bytes of digest of its content;
 * the conflicts as a list of 16 bytes of id and 16 bytes of digest; at last the descriptors as a
 * list of interned attribute, value and interval. Version 2 had no flag 16, version 1 no flags; its
 * component was always given, then a byte 1 and the emitted entity, or a byte 0, and nothing was
 * emitted with the record.
 *
 * <p>Format of {@code record-ids}, version 1, key interned entity type, interned perspective, uid:
 * version byte; flags (1 the record is there, 2 it has a version); the version, signed, if it has
 * one; the record id if it is there.
 */
public final class RecordStore {

    /** The usual cache size. A merge or split may change many more records than a batch has. */
    public static final int HELD = 16_384;

    private static final int VERSION = 3;
    private static final int IN_COMPONENT = 1;
    private static final int IN_ENTITY = 2;
    private static final int EMITTED_ALONE = 4;
    private static final int CONFLICTS_ALONE = 8;
    private static final int ESCALATED_ALONE = 16;
    private static final int FLAGS_OF_VERSION_2 =
            IN_COMPONENT | IN_ENTITY | EMITTED_ALONE | CONFLICTS_ALONE;
    private static final int IDENTITIES_VERSION = 1;
    private static final int PRESENT = 1;
    private static final int VERSIONED = 2;

    private final ByteTable records;
    private final ByteTable identities;
    private final Interner interner;
    private final ShardMeta meta;
    private final int maxCached;
    private final Map<Long, StoredRecord> read = new HashMap<>();
    private final Map<Long, StoredRecord> changed = new HashMap<>();

    /**
     * Creates a store on the tables of a shard.
     *
     * @param maxCached the limit of cached records, for the read and for the changed ones; at least
     *     1
     */
    public RecordStore(ShardTables tables, ShardMeta meta, Interner interner, int maxCached) {
        this.records = tables.bytes(ShardTables.Name.RECORDS);
        this.identities = tables.bytes(ShardTables.Name.RECORD_IDS);
        this.interner = interner;
        this.meta = meta;
        this.maxCached = maxCached;
    }

    /**
     * The current version of an identity.
     *
     * @param version the greatest version seen, if any had one
     * @param recordId the record's id, or empty if the record was deleted
     */
    public record Current(OptionalLong version, OptionalLong recordId) {}

    /** An identity that was seen, with its current version. */
    public record Known(RecordIdentity identity, Current current) {}

    /** Creates a new record id. */
    public long newId() {
        return meta.nextRecordId();
    }

    /** Announces identities whose current version will be read soon. */
    public void prefetch(List<RecordIdentity> soon) {
        List<byte[]> keys = new ArrayList<>(soon.size());
        for (RecordIdentity identity : soon) {
            keys.add(identityKey(identity));
        }
        identities.prefetch(keys);
    }

    /** The record of an identity, if it exists. Does not create ids for new names. */
    public Optional<StoredRecord> find(RecordIdentity identity) {
        OptionalLong entityType = interner.find(identity.entityType());
        OptionalLong perspective = interner.find(identity.perspective());
        if (entityType.isEmpty() || perspective.isEmpty()) {
            return Optional.empty();
        }
        OptionalLong id = current(identity).map(Current::recordId).orElseGet(OptionalLong::empty);
        return id.isPresent() ? find(id.getAsLong()) : Optional.empty();
    }

    /** The current version of an identity, or empty if it was never seen. */
    public Optional<Current> current(RecordIdentity identity) {
        byte[] stored = identities.get(identityKey(identity));
        return stored == null ? Optional.empty() : Optional.of(decodeCurrent(identity, stored));
    }

    private static Current decodeCurrent(RecordIdentity identity, byte[] stored) {
        ByteReader reader = new ByteReader("record-ids of " + identity, stored);
        reader.version(IDENTITIES_VERSION);
        int flags = reader.flags(PRESENT | VERSIONED);
        OptionalLong version =
                (flags & VERSIONED) != 0 ? OptionalLong.of(reader.signed()) : OptionalLong.empty();
        OptionalLong recordId =
                (flags & PRESENT) != 0 ? OptionalLong.of(reader.unsigned()) : OptionalLong.empty();
        reader.end();
        return new Current(version, recordId);
    }

    /** Sets the current version of an identity. */
    public void setCurrent(RecordIdentity identity, Current current) {
        ByteWriter writer =
                new ByteWriter()
                        .raw(IDENTITIES_VERSION)
                        .raw(
                                (current.recordId().isPresent() ? PRESENT : 0)
                                        | (current.version().isPresent() ? VERSIONED : 0));
        current.version().ifPresent(writer::signed);
        current.recordId().ifPresent(writer::unsigned);
        identities.put(identityKey(identity), writer.toBytes());
    }

    /**
     * The record with an id.
     *
     * @throws CorruptStateException if there is none, because an id is only known from a reference
     *     to its record
     */
    public StoredRecord get(long id) {
        return find(id).orElseThrow(
                        () -> new CorruptStateException("records", "no record with id " + id));
    }

    /** The record with an id, if it exists. */
    public Optional<StoredRecord> find(long id) {
        StoredRecord cached = changed.get(id);
        if (cached == null) {
            cached = read.get(id);
        }
        if (cached != null) {
            return Optional.of(cached);
        }
        byte[] stored = records.get(key(id));
        if (stored == null) {
            return Optional.empty();
        }
        StoredRecord record = decode(id, stored);
        if (read.size() < maxCached) {
            read.put(id, record);
        }
        return Optional.of(record);
    }

    /**
     * Iterates over all records with a cursor, in no particular order. Saves first; none may change
     * meanwhile.
     */
    public Iterator<StoredRecord> all() {
        save();
        return new MappingIterator<>(
                records.scan(),
                entry -> {
                    ByteReader key = new ByteReader("records", entry.key());
                    long id = key.unsigned();
                    key.end();
                    return decode(id, entry.value());
                });
    }

    /**
     * Iterates over all identities ever seen with a cursor, in no particular order. None may change
     * meanwhile.
     */
    public Iterator<Known> known() {
        return new MappingIterator<>(
                identities.scan(),
                entry -> {
                    RecordIdentity identity = decodeIdentity(entry.key());
                    return new Known(identity, decodeCurrent(identity, entry.value()));
                });
    }

    private RecordIdentity decodeIdentity(byte[] stored) {
        ByteReader key = new ByteReader("record-ids", stored);
        RecordIdentity identity =
                key.checked(
                        () ->
                                new RecordIdentity(
                                        interner.string(key.unsigned()),
                                        interner.string(key.unsigned()),
                                        key.string()));
        key.end();
        return identity;
    }

    public void put(StoredRecord record) {
        changed.put(record.id(), record);
        if (changed.size() >= maxCached) {
            save();
        }
    }

    /** Removes a record; the caller must update the current version of its identity. */
    public void remove(long id) {
        changed.remove(id);
        read.remove(id);
        records.remove(key(id));
    }

    /** Writes the changed records and clears the cache; must be called before every checkpoint. */
    public void save() {
        changed.forEach((id, record) -> records.put(key(id), encode(record)));
        changed.clear();
        read.clear();
    }

    private byte[] encode(StoredRecord record) {
        boolean isAlone = StoredRecord.isAlone(record.component());
        boolean isEmitted = !record.emitted().entities().isEmpty();
        Map<ByteKey, ByteKey> conflicts = record.emitted().conflicts();
        ByteWriter writer =
                new ByteWriter()
                        .raw(VERSION)
                        .raw(
                                (isAlone ? 0 : IN_COMPONENT)
                                        | (record.entity().isPresent() ? IN_ENTITY : 0)
                                        | (isEmitted ? EMITTED_ALONE : 0)
                                        | (conflicts.isEmpty() ? 0 : CONFLICTS_ALONE)
                                        | (record.isEscalated() ? ESCALATED_ALONE : 0))
                        .unsigned(interner.id(record.identity().entityType()))
                        .unsigned(interner.id(record.identity().perspective()))
                        .string(record.identity().uid());
        if (!isAlone) {
            writer.unsigned(record.component());
        }
        record.entity().ifPresent(entity -> writer.raw(entity.bytes()));
        if (isEmitted) {
            writer.raw(emittedContent(record).bytes());
        }
        if (!conflicts.isEmpty()) {
            EmittedDigests.write(writer, conflicts);
        }
        writer.unsigned(record.descriptors().size());
        for (Descriptor descriptor : record.descriptors()) {
            writer.unsigned(interner.id(descriptor.attribute()))
                    .string(descriptor.value())
                    .interval(descriptor.interval());
        }
        return writer.toBytes();
    }

    /**
     * The emitted digest of a single record, which is one entity; its entity id is already stored.
     */
    private static ByteKey emittedContent(StoredRecord record) {
        ByteKey content = record.entity().map(record.emitted().entities()::get).orElse(null);
        if (content == null || record.emitted().entities().size() > 1) {
            throw new CorruptStateException(
                    "records",
                    "record "
                            + record.id()
                            + " is alone, but more than one entity was emitted of it");
        }
        return content;
    }

    private StoredRecord decode(long id, byte[] stored) {
        ByteReader reader = new ByteReader("record " + id, stored);
        int version = reader.version(VERSION);
        int flags = readFlags(reader, version);
        RecordIdentity identity =
                reader.checked(
                        () ->
                                new RecordIdentity(
                                        interner.string(reader.unsigned()),
                                        interner.string(reader.unsigned()),
                                        reader.string()));
        long component = (flags & IN_COMPONENT) != 0 ? reader.unsigned() : StoredRecord.aloneIn(id);
        boolean isInEntity = version == 1 ? reader.bool() : (flags & IN_ENTITY) != 0;
        Optional<ByteKey> entity =
                isInEntity ? Optional.of(new ByteKey(reader.raw(Digest.BYTES))) : Optional.empty();
        EmittedDigests emitted = readEmitted(reader, flags, entity);
        List<Descriptor> descriptors = reader.list(this::readDescriptor);
        reader.end();
        boolean isEscalated = (flags & ESCALATED_ALONE) != 0;
        return new StoredRecord(id, identity, component, entity, emitted, isEscalated, descriptors);
    }

    private static int readFlags(ByteReader reader, int version) {
        return switch (version) {
            case 1 -> IN_COMPONENT;
            case 2 -> reader.flags(FLAGS_OF_VERSION_2);
            default -> reader.flags(FLAGS_OF_VERSION_2 | ESCALATED_ALONE);
        };
    }

    private static EmittedDigests readEmitted(
            ByteReader reader, int flags, Optional<ByteKey> entity) {
        Map<ByteKey, ByteKey> entities = Map.of();
        if ((flags & EMITTED_ALONE) != 0) {
            ByteKey id =
                    entity.orElseThrow(
                            () ->
                                    new CorruptStateException(
                                            "records", "emitted while alone, but in no entity"));
            entities = Map.of(id, new ByteKey(reader.raw(Digest.BYTES)));
        }
        Map<ByteKey, ByteKey> conflicts =
                (flags & CONFLICTS_ALONE) != 0 ? EmittedDigests.read(reader) : Map.of();
        return EmittedDigests.of(entities, conflicts);
    }

    private Descriptor readDescriptor(ByteReader reader) {
        return reader.checked(
                () ->
                        new Descriptor(
                                interner.string(reader.unsigned()),
                                reader.string(),
                                reader.interval()));
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
