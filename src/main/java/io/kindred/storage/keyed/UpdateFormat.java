package io.kindred.storage.keyed;

import io.kindred.model.Conflict;
import io.kindred.model.DecisionHalf;
import io.kindred.model.Descriptor;
import io.kindred.model.Digest;
import io.kindred.model.Entity;
import io.kindred.model.GenericKey;
import io.kindred.model.GoldenCell;
import io.kindred.model.GoldenValue;
import io.kindred.model.OutputKey;
import io.kindred.model.RecordDigest;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.model.Verdict;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;

import java.util.List;
import java.util.Optional;

/**
 * The format of an update, as it is sent, digested and stored.
 *
 * <p>Version 1: version byte; a byte for the kind of update, then its fields in the order of their
 * declaration. Strings, numbers, intervals and lists are those of {@link ByteWriter}. An identity
 * is its three strings. A record of an entity is its perspective and uid, because the entity has
 * the type. An indirect conflict with decisions is a kind of its own: the same fields, then the
 * decisions, each as a list of its two records. Equal updates have equal bytes.
 *
 * <p>Version 2 has one kind more, for a record that was erased. It is written for that kind only.
 *
 * <p>Version 3 has one kind of conflict more, for indirect conflicts of a key with a test, and is
 * written for that kind only: the fields of an indirect conflict, then its decisions, then a list
 * that has the score of a scored link, signed, or nothing.
 *
 * <p>Version 4 has three kinds more, and is written for these only. One is for uniqueness conflicts
 * of which it is known which record is in which entity: the fields of a uniqueness conflict up to
 * its interval, then its entities, each as its id and its records. Two are for golden values. A
 * cell is the 16 bytes of its id, attribute, shown value, interval and its records.
 *
 * <p>Version 5 has three kinds more, for what records say, and is written for these only: a record
 * with its descriptors, each as attribute, value and interval, the 16 bytes of its digest as a list
 * of one or none, and its decisions, each as the 16 bytes of the other digest, a byte 1 if the
 * records are the same and 0 if they are not, and the half of the reason; one that is gone; and one
 * that was erased.
 */
public final class UpdateFormat implements BinaryFormat<Update> {

    public static final UpdateFormat INSTANCE = new UpdateFormat();

    private static final int USUAL_VERSION = 1;
    private static final int ERASED_VERSION = 2;
    private static final int TESTED_VERSION = 3;
    private static final int GOLDEN_VERSION = 4;
    private static final int VERSION = 5;

    /** The initial capacity in bytes, enough for most updates. */
    private static final int USUAL_BYTES = 512;

    private static final int ENTITY_UPSERT = 1;
    private static final int ENTITY_RETIRED = 2;
    private static final int ASSIGNED = 3;
    private static final int UNASSIGNED = 4;
    private static final int CONFLICT_OPEN = 5;
    private static final int CONFLICT_RESOLVED = 6;
    private static final int GENERIC_OPEN = 7;
    private static final int GENERIC_RESOLVED = 8;
    private static final int ERASED = 9;
    private static final int GOLDEN_UPSERT = 10;
    private static final int GOLDEN_RETIRED = 11;
    private static final int RECORD_UPSERT = 12;
    private static final int RECORD_RETIRED = 13;
    private static final int RECORD_ERASED = 14;

    private static final int DIRECT = 1;
    private static final int INDIRECT = 2;
    private static final int UNIQUENESS = 3;
    private static final int DECIDED = 4;
    private static final int TESTED = 5;
    private static final int DIVIDED = 6;

    private UpdateFormat() {}

    @Override
    public byte[] write(Update update) {
        if (update instanceof Update.Unassigned erased && erased.isErased()) {
            return identity(new ByteWriter().raw(ERASED_VERSION).raw(ERASED), erased.record())
                    .toBytes();
        }
        ByteWriter writer = new ByteWriter(USUAL_BYTES).raw(version(update));
        if (update instanceof Update.EntityUpsert emitted) {
            write(writer.raw(ENTITY_UPSERT), emitted.entity());
        } else if (update instanceof Update.EntityRetired retired) {
            writer.raw(ENTITY_RETIRED)
                    .string(retired.entityType())
                    .string(retired.entityId())
                    .list(retired.successors(), ByteWriter::string);
        } else if (update instanceof Update.Assigned assigned) {
            identity(writer.raw(ASSIGNED), assigned.record()).string(assigned.entityId());
        } else if (update instanceof Update.Unassigned unassigned) {
            identity(writer.raw(UNASSIGNED), unassigned.record());
        } else if (update instanceof Update.ConflictOpen open) {
            write(writer.raw(CONFLICT_OPEN).string(open.conflictId()), open.conflict());
        } else if (update instanceof Update.ConflictResolved resolved) {
            writer.raw(CONFLICT_RESOLVED).string(resolved.conflictId());
        } else if (update instanceof Update.GenericKeyOpen open) {
            GenericKey generic = open.generic();
            writer.raw(GENERIC_OPEN)
                    .string(generic.entityType())
                    .string(generic.key())
                    .list(generic.values(), ByteWriter::string)
                    .unsigned(generic.records());
        } else if (update instanceof Update.GenericKeyResolved resolved) {
            writer.raw(GENERIC_RESOLVED)
                    .string(resolved.entityType())
                    .string(resolved.name())
                    .list(resolved.values(), ByteWriter::string);
        } else if (update instanceof Update.GoldenUpsert emitted) {
            writer.raw(GOLDEN_UPSERT)
                    .string(emitted.entityId())
                    .string(emitted.entityType())
                    .list(emitted.cells(), UpdateFormat::write);
        } else if (update instanceof Update.GoldenRetired retired) {
            writer.raw(GOLDEN_RETIRED).string(retired.entityType()).string(retired.entityId());
        } else if (update instanceof Update.RecordUpsert record) {
            write(writer.raw(RECORD_UPSERT), record);
        } else if (update instanceof Update.RecordRetired retired) {
            identity(
                    writer.raw(retired.isErased() ? RECORD_ERASED : RECORD_RETIRED),
                    retired.record());
        }
        return writer.toBytes();
    }

    private static int version(Update update) {
        if (update.key().stream() == OutputKey.Stream.GOLDEN_VALUES) {
            return GOLDEN_VERSION;
        }
        if (update.key().stream() == OutputKey.Stream.RECORDS) {
            return VERSION;
        }
        if (update instanceof Update.ConflictOpen open) {
            if (open.conflict() instanceof Conflict.Indirect indirect && indirect.isTested()) {
                return TESTED_VERSION;
            }
            if (open.conflict() instanceof Conflict.Uniqueness unique && unique.isDivided()) {
                return GOLDEN_VERSION;
            }
        }
        return USUAL_VERSION;
    }

    @Override
    public Update read(byte[] bytes) {
        ByteReader reader = new ByteReader("update", bytes);
        reader.version(VERSION);
        int kind = reader.raw();
        Update update =
                switch (kind) {
                    case ENTITY_UPSERT -> new Update.EntityUpsert(readEntity(reader));
                    case ENTITY_RETIRED ->
                            new Update.EntityRetired(
                                    reader.string(),
                                    reader.string(),
                                    reader.list(ByteReader::string));
                    case ASSIGNED -> new Update.Assigned(readIdentity(reader), reader.string());
                    case UNASSIGNED -> new Update.Unassigned(readIdentity(reader));
                    case ERASED -> new Update.Unassigned(readIdentity(reader), true);
                    case CONFLICT_OPEN ->
                            new Update.ConflictOpen(reader.string(), readConflict(reader));
                    case CONFLICT_RESOLVED -> new Update.ConflictResolved(reader.string());
                    case GENERIC_OPEN ->
                            new Update.GenericKeyOpen(
                                    new GenericKey(
                                            reader.string(),
                                            reader.string(),
                                            reader.list(ByteReader::string),
                                            reader.unsigned()));
                    case GENERIC_RESOLVED ->
                            new Update.GenericKeyResolved(
                                    reader.string(),
                                    reader.string(),
                                    reader.list(ByteReader::string));
                    case GOLDEN_UPSERT -> readGoldenUpsert(reader);
                    case GOLDEN_RETIRED ->
                            new Update.GoldenRetired(reader.string(), reader.string());
                    case RECORD_UPSERT -> readRecord(reader);
                    case RECORD_RETIRED -> new Update.RecordRetired(readIdentity(reader), false);
                    case RECORD_ERASED -> new Update.RecordRetired(readIdentity(reader), true);
                    default ->
                            throw new CorruptStateException(
                                    "update", "unknown kind of update " + kind);
                };
        reader.end();
        return update;
    }

    /** Whether the bytes are an update of a record that was erased. */
    static boolean isErasure(byte[] bytes) {
        return bytes.length > 1
                && (bytes[0] == ERASED_VERSION && bytes[1] == ERASED
                        || bytes[0] == VERSION && bytes[1] == RECORD_ERASED);
    }

    private static void write(ByteWriter writer, Update.RecordUpsert record) {
        identity(writer, record.record())
                .list(
                        record.descriptors(),
                        (each, says) ->
                                each.string(says.attribute())
                                        .string(says.value())
                                        .interval(says.interval()))
                .list(record.digest().stream().toList(), (each, digest) -> each.raw(digest.bytes()))
                .list(
                        record.decisions(),
                        (each, half) ->
                                each.raw(half.other().bytes())
                                        .bool(half.verdict() == Verdict.SAME)
                                        .string(half.reasonHalf()));
    }

    private static Update.RecordUpsert readRecord(ByteReader reader) {
        return new Update.RecordUpsert(
                readIdentity(reader),
                reader.list(
                        each ->
                                each.checked(
                                        () ->
                                                new Descriptor(
                                                        each.string(),
                                                        each.string(),
                                                        each.interval()))),
                atMostOne("digests", reader.list(UpdateFormat::readDigest)),
                reader.list(
                        each ->
                                new DecisionHalf(
                                        readDigest(each),
                                        each.bool() ? Verdict.SAME : Verdict.DIFFERENT,
                                        each.string())));
    }

    private static RecordDigest readDigest(ByteReader reader) {
        return RecordDigest.of(reader.raw(RecordDigest.BYTES));
    }

    public static void write(ByteWriter writer, Entity entity) {
        writer.string(entity.id()).string(entity.entityType());
        records(writer, entity.records());
        golden(writer, entity.golden());
    }

    /** Writes a cell: equal cells have equal bytes. */
    public static void write(ByteWriter writer, GoldenCell cell) {
        writer.raw(ByteKey.ofHex(cell.id()).bytes());
        golden(writer, cell.value());
        records(writer, cell.records());
    }

    /** The digest of a cell, which identifies its content. */
    public static ByteKey digest(GoldenCell cell) {
        ByteWriter writer = new ByteWriter();
        write(writer, cell);
        return new ByteKey(Digest.of(writer.toBytes()));
    }

    private static Update.GoldenUpsert readGoldenUpsert(ByteReader reader) {
        String entityId = reader.string();
        String entityType = reader.string();
        return new Update.GoldenUpsert(
                entityId,
                entityType,
                reader.list(
                        each ->
                                new GoldenCell(
                                        new ByteKey(each.raw(Digest.BYTES)).toString(),
                                        readGoldenValue(each),
                                        readRecords(each, entityType))));
    }

    public static void golden(ByteWriter writer, List<GoldenValue> golden) {
        writer.list(golden, UpdateFormat::golden);
    }

    private static void golden(ByteWriter writer, GoldenValue value) {
        writer.string(value.attribute()).string(value.value()).interval(value.interval());
    }

    public static List<GoldenValue> readGolden(ByteReader reader) {
        return reader.list(UpdateFormat::readGoldenValue);
    }

    private static GoldenValue readGoldenValue(ByteReader reader) {
        return new GoldenValue(reader.string(), reader.string(), reader.interval());
    }

    public static Entity readEntity(ByteReader reader) {
        String id = reader.string();
        String entityType = reader.string();
        return new Entity(id, entityType, readRecords(reader, entityType), readGolden(reader));
    }

    public static void write(ByteWriter writer, Conflict conflict) {
        if (conflict instanceof Conflict.Direct direct) {
            writer.raw(DIRECT)
                    .string(direct.entityType())
                    .string(direct.entityId())
                    .string(direct.attribute())
                    .interval(direct.interval())
                    .raw(direct.scope().ordinal())
                    .list(
                            direct.values(),
                            (each, value) -> records(each.string(value.value()), value.records()))
                    .list(direct.violates(), ByteWriter::string);
        } else if (conflict instanceof Conflict.Indirect indirect) {
            write(writer, indirect);
        } else if (conflict instanceof Conflict.Uniqueness unique) {
            write(writer, unique);
        }
    }

    private static void write(ByteWriter writer, Conflict.Uniqueness unique) {
        writer.raw(unique.isDivided() ? DIVIDED : UNIQUENESS)
                .string(unique.entityType())
                .string(unique.constraint())
                .string(unique.attribute())
                .list(unique.perspective().stream().toList(), ByteWriter::string)
                .string(unique.value())
                .interval(unique.interval());
        if (unique.isDivided()) {
            writer.list(
                    unique.shares(),
                    (each, share) -> records(each.string(share.entityId()), share.records()));
        } else {
            records(writer.list(unique.entities(), ByteWriter::string), unique.records());
        }
    }

    private static void write(ByteWriter writer, Conflict.Indirect indirect) {
        boolean isDecided = !indirect.decisions().isEmpty();
        int untested = isDecided ? DECIDED : INDIRECT;
        writer.raw(indirect.isTested() ? TESTED : untested)
                .string(indirect.entityType())
                .string(indirect.key())
                .list(indirect.keyValues(), ByteWriter::string)
                .interval(indirect.interval())
                .list(indirect.strongIdentifiers(), ByteWriter::string)
                .list(
                        indirect.sides(),
                        (each, side) ->
                                records(
                                        each.string(side.entityId()).raw(side.role().ordinal()),
                                        side.records()));
        if (isDecided || indirect.isTested()) {
            writer.list(
                    indirect.decisions(),
                    (each, pair) -> records(each, List.of(pair.lesser(), pair.greater())));
        }
        if (indirect.isTested()) {
            writer.list(
                    indirect.score().stream().boxed().toList(),
                    (each, score) -> each.signed(score));
        }
    }

    public static Conflict readConflict(ByteReader reader) {
        int kind = reader.raw();
        String entityType = reader.string();
        return switch (kind) {
            case DIRECT ->
                    new Conflict.Direct(
                            entityType,
                            reader.string(),
                            reader.string(),
                            reader.interval(),
                            constant(reader, Conflict.Scope.values()),
                            reader.list(
                                    each ->
                                            new Conflict.ValueRecords(
                                                    each.string(), readRecords(each, entityType))),
                            reader.list(ByteReader::string));
            case INDIRECT -> readIndirect(reader, entityType);
            case DECIDED ->
                    readIndirect(reader, entityType)
                            .with(reader.list(each -> readPair(each, entityType)));
            case TESTED -> readTested(reader, entityType);
            case UNIQUENESS ->
                    new Conflict.Uniqueness(
                            entityType,
                            reader.string(),
                            reader.string(),
                            atMostOne("perspectives", reader.list(ByteReader::string)),
                            reader.string(),
                            reader.interval(),
                            reader.list(each -> new Conflict.Share(each.string(), List.of())),
                            readRecords(reader, entityType));
            case DIVIDED ->
                    new Conflict.Uniqueness(
                            entityType,
                            reader.string(),
                            reader.string(),
                            atMostOne("perspectives", reader.list(ByteReader::string)),
                            reader.string(),
                            reader.interval(),
                            reader.list(
                                    each ->
                                            new Conflict.Share(
                                                    each.string(), readRecords(each, entityType))));
            default ->
                    throw new CorruptStateException("update", "unknown kind of conflict " + kind);
        };
    }

    private static Conflict.Indirect readIndirect(ByteReader reader, String entityType) {
        return new Conflict.Indirect(
                entityType,
                reader.string(),
                reader.list(ByteReader::string),
                reader.interval(),
                reader.list(ByteReader::string),
                reader.list(
                        each ->
                                new Conflict.Side(
                                        each.string(),
                                        constant(each, Conflict.Role.values()),
                                        readRecords(each, entityType))));
    }

    private static Conflict.Indirect readTested(ByteReader reader, String entityType) {
        Conflict.Indirect untested = readIndirect(reader, entityType);
        List<Conflict.DecidedPair> decisions = reader.list(each -> readPair(each, entityType));
        List<Long> scores = reader.list(ByteReader::signed);
        if (scores.size() > 1) {
            throw new CorruptStateException("update", "a conflict has several scores");
        }
        return new Conflict.Indirect(
                entityType,
                untested.key(),
                untested.keyValues(),
                untested.interval(),
                true,
                scores.stream().mapToLong(Long::longValue).findFirst(),
                untested.strongIdentifiers(),
                decisions,
                untested.sides());
    }

    private static Conflict.DecidedPair readPair(ByteReader reader, String entityType) {
        List<RecordIdentity> two = readRecords(reader, entityType);
        if (two.size() != 2) {
            throw new CorruptStateException(
                    "update", "a decision about " + two.size() + " records");
        }
        return new Conflict.DecidedPair(two.get(0), two.get(1));
    }

    private static <E> Optional<E> atMostOne(String what, List<E> oneOrNone) {
        if (oneOrNone.size() > 1) {
            throw new CorruptStateException("update", "has several " + what);
        }
        return oneOrNone.stream().findFirst();
    }

    private static <E> E constant(ByteReader reader, E[] constants) {
        int ordinal = reader.raw();
        if (ordinal >= constants.length) {
            throw new CorruptStateException("update", "unknown constant " + ordinal);
        }
        return constants[ordinal];
    }

    private static ByteWriter identity(ByteWriter writer, RecordIdentity identity) {
        return writer.string(identity.entityType())
                .string(identity.perspective())
                .string(identity.uid());
    }

    private static RecordIdentity readIdentity(ByteReader reader) {
        return reader.checked(
                () -> new RecordIdentity(reader.string(), reader.string(), reader.string()));
    }

    private static ByteWriter records(ByteWriter writer, List<RecordIdentity> records) {
        return writer.list(
                records, (each, record) -> each.string(record.perspective()).string(record.uid()));
    }

    private static List<RecordIdentity> readRecords(ByteReader reader, String entityType) {
        return reader.list(
                each ->
                        each.checked(
                                () ->
                                        new RecordIdentity(
                                                entityType, each.string(), each.string())));
    }
}
