package io.kindred.storage.shard;

import io.kindred.model.Descriptor;
import io.kindred.model.Digest;
import io.kindred.model.HeldDecisions;
import io.kindred.model.RecordIdentity;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.EmittedDigests;
import io.kindred.storage.MappingIterator;
import io.kindred.storage.ShardTables;
import io.kindred.storage.keyed.HeldDecisionsFormat;

import java.util.ArrayList;
import java.util.Arrays;
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
 * <p>Format of {@code records}, version 5, key unsigned record id: version byte; flags (1 in a
 * component with others, 2 assigned to an entity, 4 entity emitted while alone, 8 conflicts emitted
 * while alone, 16 alone and escalated, 32 some descriptors have expired, 64 decisions are held, 128
 * golden values emitted while alone); interned entity type and perspective; uid; by flag: unsigned
 * component id; the 16 bytes of the emitted entity; the 16 bytes of digest of its content; the 16
 * bytes of digest of its golden values; the conflicts as a list of 16 bytes of id and 16 bytes of
 * digest; the descriptors that count as a list of interned attribute, value and interval; by flag:
 * a list of the expired ones; the decisions, see {@link HeldDecisionsFormat}. A record without
 * golden values is written as version 4, which had no flag 128. One without the last two either is
 * written as version 3, which had neither. Version 2 had no flag 16, version 1 no flags; its
 * component was always given, then a byte 1 and the emitted entity, or a byte 0, and nothing was
 * emitted with the record.
 *
 * <p>Format of {@code record-ids}, version 2, key interned entity type, interned perspective, uid:
 * version byte; flags (1 the record is there, 2 it has a version, 4 all of its descriptors have
 * expired, 8 decisions are held although it is not there, 16 nothing but decisions is known); the
 * version, signed, if it has one; the record id if it is there; by flag: the expired descriptors as
 * in {@code records}; the decisions. An entry without the last three flags is written as version 1,
 * which had none of them. Entries of {@code gone-records} for identities are the same, with a byte
 * 0 before the key.
 */
public final class RecordStore {

    /** The usual cache size. A merge or split may change many more records than a batch has. */
    public static final int HELD = 16_384;

    private static final int VERSION = 5;
    private static final int EXTENDED_VERSION = 4;
    private static final int PLAIN_VERSION = 3;
    private static final int IN_COMPONENT = 1;
    private static final int IN_ENTITY = 2;
    private static final int EMITTED_ALONE = 4;
    private static final int CONFLICTS_ALONE = 8;
    private static final int ESCALATED_ALONE = 16;
    private static final int EXPIRED = 32;
    private static final int DECIDED = 64;
    private static final int GOLDEN_ALONE = 128;
    private static final int FLAGS_OF_VERSION_2 =
            IN_COMPONENT | IN_ENTITY | EMITTED_ALONE | CONFLICTS_ALONE;
    private static final int IDENTITIES_VERSION = 2;
    private static final int PLAIN_IDENTITIES_VERSION = 1;
    private static final int PRESENT = 1;
    private static final int VERSIONED = 2;
    private static final int GONE = 4;
    private static final int DECIDED_ABSENT = 8;
    private static final int UNSEEN = 16;

    /** The first byte of a key of {@code gone-records} with an identity. */
    private static final int ABSENT = 0;

    private final ByteTable records;
    private final ByteTable identities;
    private final ByteTable gone;
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
        this.gone = tables.bytes(ShardTables.Name.GONE_RECORDS);
        this.interner = interner;
        this.meta = meta;
        this.maxCached = maxCached;
    }

    /**
     * What is known of an identity.
     *
     * @param version the greatest version seen, if any had one
     * @param recordId the record's id, or empty if there is no record
     * @param expired all descriptors of a record that is gone because they have expired, sorted;
     *     else empty
     * @param decisions the decisions about a record that is not there; those about one that is are
     *     stored with it
     * @param isSeen whether there ever was an update of the record, so that not only decisions are
     *     known
     */
    public record Current(
            OptionalLong version,
            OptionalLong recordId,
            List<Descriptor> expired,
            HeldDecisions decisions,
            boolean isSeen) {

        /** A record that is there, or was deleted and about which nothing was decided. */
        public Current(OptionalLong version, OptionalLong recordId) {
            this(version, recordId, List.of(), HeldDecisions.NONE, true);
        }

        /** Whether the record is gone because all of its descriptors have expired. */
        public boolean isGone() {
            return !expired.isEmpty();
        }
    }

    /** An identity with what is known of it. */
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

    /** What is known of an identity for ever; empty if nothing is. */
    public Optional<Current> current(RecordIdentity identity) {
        byte[] stored = identities.get(identityKey(identity));
        return stored == null
                ? Optional.empty()
                : Optional.of(decodeCurrent("record-ids of " + identity, stored));
    }

    /** What is known for some time of a record that was deleted or is gone. */
    public Optional<Current> absent(RecordIdentity identity) {
        byte[] stored = gone.get(absentKey(identity));
        return stored == null
                ? Optional.empty()
                : Optional.of(decodeCurrent("gone-records of " + identity, stored));
    }

    private Current decodeCurrent(String what, byte[] stored) {
        ByteReader reader = new ByteReader(what, stored);
        int format = reader.version(IDENTITIES_VERSION);
        int flags =
                reader.flags(
                        PRESENT
                                | VERSIONED
                                | (format == PLAIN_IDENTITIES_VERSION
                                        ? 0
                                        : GONE | DECIDED_ABSENT | UNSEEN));
        OptionalLong version =
                (flags & VERSIONED) != 0 ? OptionalLong.of(reader.signed()) : OptionalLong.empty();
        OptionalLong recordId =
                (flags & PRESENT) != 0 ? OptionalLong.of(reader.unsigned()) : OptionalLong.empty();
        List<Descriptor> expired =
                (flags & GONE) != 0 ? reader.list(this::readDescriptor) : List.of();
        HeldDecisions decisions =
                (flags & DECIDED_ABSENT) != 0
                        ? HeldDecisionsFormat.read(reader)
                        : HeldDecisions.NONE;
        reader.end();
        return new Current(version, recordId, expired, decisions, (flags & UNSEEN) == 0);
    }

    /** Sets what is known of an identity for ever. */
    public void setCurrent(RecordIdentity identity, Current current) {
        identities.put(identityKey(identity), encode(current));
    }

    /** Removes what is known of an identity for ever. */
    public void forget(RecordIdentity identity) {
        identities.remove(identityKey(identity));
    }

    /** Sets what is known for some time of a record that was deleted or is gone. */
    public void setAbsent(RecordIdentity identity, Current current) {
        gone.put(absentKey(identity), encode(current));
    }

    /** Removes what is known for some time. */
    public void forgetAbsent(RecordIdentity identity) {
        gone.remove(absentKey(identity));
    }

    private byte[] encode(Current current) {
        boolean isDecided = !current.decisions().isEmpty();
        boolean isExtended = current.isGone() || isDecided || !current.isSeen();
        ByteWriter writer =
                new ByteWriter()
                        .raw(isExtended ? IDENTITIES_VERSION : PLAIN_IDENTITIES_VERSION)
                        .raw(
                                (current.recordId().isPresent() ? PRESENT : 0)
                                        | (current.version().isPresent() ? VERSIONED : 0)
                                        | (current.isGone() ? GONE : 0)
                                        | (isDecided ? DECIDED_ABSENT : 0)
                                        | (current.isSeen() ? 0 : UNSEEN));
        current.version().ifPresent(writer::signed);
        current.recordId().ifPresent(writer::unsigned);
        if (current.isGone()) {
            writeDescriptors(writer, current.expired());
        }
        if (isDecided) {
            HeldDecisionsFormat.write(writer, current.decisions());
        }
        return writer.toBytes();
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
     * Iterates with a cursor over all identities of which something is known for ever, in no
     * particular order. None may change meanwhile.
     */
    public Iterator<Known> known() {
        return new MappingIterator<>(
                identities.scan(),
                entry -> {
                    RecordIdentity identity = decodeIdentity(entry.key());
                    return new Known(
                            identity, decodeCurrent("record-ids of " + identity, entry.value()));
                });
    }

    /**
     * The identity in the key of an entry of {@code gone-records}; empty if it is of an erased
     * record.
     */
    public Optional<Known> absent(byte[] key, byte[] value) {
        if (key.length == 0 || key[0] != ABSENT) {
            return Optional.empty();
        }
        RecordIdentity identity = decodeIdentity(Arrays.copyOfRange(key, 1, key.length));
        return Optional.of(
                new Known(identity, decodeCurrent("gone-records of " + identity, value)));
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
        boolean isDecided = !record.decisions().isEmpty();
        boolean isExtended = isDecided || !record.expired().isEmpty();
        Map<ByteKey, ByteKey> conflicts = record.emitted().conflicts();
        boolean isGolden = !record.emitted().golden().isEmpty();
        int withoutGolden = isExtended ? EXTENDED_VERSION : PLAIN_VERSION;
        ByteWriter writer =
                new ByteWriter()
                        .raw(isGolden ? VERSION : withoutGolden)
                        .raw(
                                (isAlone ? 0 : IN_COMPONENT)
                                        | (record.entity().isPresent() ? IN_ENTITY : 0)
                                        | (isEmitted ? EMITTED_ALONE : 0)
                                        | (conflicts.isEmpty() ? 0 : CONFLICTS_ALONE)
                                        | (record.isEscalated() ? ESCALATED_ALONE : 0)
                                        | (record.expired().isEmpty() ? 0 : EXPIRED)
                                        | (isDecided ? DECIDED : 0)
                                        | (isGolden ? GOLDEN_ALONE : 0))
                        .unsigned(interner.id(record.identity().entityType()))
                        .unsigned(interner.id(record.identity().perspective()))
                        .string(record.identity().uid());
        if (!isAlone) {
            writer.unsigned(record.component());
        }
        record.entity().ifPresent(entity -> writer.raw(entity.bytes()));
        if (isEmitted) {
            writer.raw(ofOnlyEntity(record, record.emitted().entities()).bytes());
        }
        if (isGolden) {
            writer.raw(ofOnlyEntity(record, record.emitted().golden()).bytes());
        }
        if (!conflicts.isEmpty()) {
            EmittedDigests.write(writer, conflicts);
        }
        writeDescriptors(writer, record.descriptors());
        if (!record.expired().isEmpty()) {
            writeDescriptors(writer, record.expired());
        }
        if (isDecided) {
            HeldDecisionsFormat.write(writer, record.decisions());
        }
        return writer.toBytes();
    }

    private void writeDescriptors(ByteWriter writer, List<Descriptor> descriptors) {
        writer.unsigned(descriptors.size());
        for (Descriptor descriptor : descriptors) {
            writer.unsigned(interner.id(descriptor.attribute()))
                    .string(descriptor.value())
                    .interval(descriptor.interval());
        }
    }

    /**
     * The emitted digest of a single record, which is one entity; its entity id is already stored.
     */
    private static ByteKey ofOnlyEntity(StoredRecord record, Map<ByteKey, ByteKey> emitted) {
        ByteKey content = record.entity().map(emitted::get).orElse(null);
        if (content == null || emitted.size() > 1) {
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
        List<Descriptor> expired =
                (flags & EXPIRED) != 0 ? reader.list(this::readDescriptor) : List.of();
        HeldDecisions decisions =
                (flags & DECIDED) != 0 ? HeldDecisionsFormat.read(reader) : HeldDecisions.NONE;
        reader.end();
        boolean isEscalated = (flags & ESCALATED_ALONE) != 0;
        return new StoredRecord(
                id,
                identity,
                component,
                entity,
                emitted,
                isEscalated,
                descriptors,
                expired,
                decisions);
    }

    private static int readFlags(ByteReader reader, int version) {
        return switch (version) {
            case 1 -> IN_COMPONENT;
            case 2 -> reader.flags(FLAGS_OF_VERSION_2);
            case PLAIN_VERSION -> reader.flags(FLAGS_OF_VERSION_2 | ESCALATED_ALONE);
            case EXTENDED_VERSION ->
                    reader.flags(FLAGS_OF_VERSION_2 | ESCALATED_ALONE | EXPIRED | DECIDED);
            default ->
                    reader.flags(
                            FLAGS_OF_VERSION_2
                                    | ESCALATED_ALONE
                                    | EXPIRED
                                    | DECIDED
                                    | GOLDEN_ALONE);
        };
    }

    private static EmittedDigests readEmitted(
            ByteReader reader, int flags, Optional<ByteKey> entity) {
        Map<ByteKey, ByteKey> entities =
                (flags & EMITTED_ALONE) != 0 ? readOfOnlyEntity(reader, entity) : Map.of();
        Map<ByteKey, ByteKey> golden =
                (flags & GOLDEN_ALONE) != 0 ? readOfOnlyEntity(reader, entity) : Map.of();
        Map<ByteKey, ByteKey> conflicts =
                (flags & CONFLICTS_ALONE) != 0 ? EmittedDigests.read(reader) : Map.of();
        return EmittedDigests.of(entities, conflicts, golden);
    }

    private static Map<ByteKey, ByteKey> readOfOnlyEntity(
            ByteReader reader, Optional<ByteKey> entity) {
        ByteKey id =
                entity.orElseThrow(
                        () ->
                                new CorruptStateException(
                                        "records", "emitted while alone, but in no entity"));
        return Map.of(id, new ByteKey(reader.raw(Digest.BYTES)));
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

    private byte[] absentKey(RecordIdentity identity) {
        return new ByteWriter().raw(ABSENT).raw(identityKey(identity)).toBytes();
    }
}
