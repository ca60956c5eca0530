package io.kindred.storage.wire;

import io.kindred.model.AskedMatch;
import io.kindred.model.CarriedDecisions;
import io.kindred.model.CarriedErasure;
import io.kindred.model.DecisionSide;
import io.kindred.model.HeldDecisions;
import io.kindred.model.Input;
import io.kindred.model.RecordDigest;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SnapshotRow;
import io.kindred.model.SourceEnd;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.keyed.HeldDecisionsFormat;
import io.kindred.storage.keyed.IdentityBytes;
import io.kindred.storage.keyed.SourceRecordFormat;

import java.util.OptionalLong;

/**
 * The format of an input between operators.
 *
 * <p>Version 1: version byte; a byte for the kind (1 record, 2 side of a decision, 3 migrated
 * decisions, 4 what is left of an erased record, migrated, 5 a question how a record would be
 * resolved, 6 a record of a full snapshot, 7 the end of a source). Of a record the bytes of {@link
 * SourceRecordFormat}, up to the end. Of a decision flags (1 it has a version, 2 it is a delete, 4
 * the records are the same); the three strings of the identity that it is sent to, and those of the
 * other; the version, signed, if it has one; the order of arrival, signed; the half of the reason.
 * Of migrated decisions the three strings of the identity, and {@link HeldDecisionsFormat}. Of an
 * erased record flags (1 it has a version, 8 there are decisions); the key that it is sent by; 16
 * bytes of digest; the version, signed, if it has one; the decisions. Of a question its token, and
 * the bytes of the record up to the end. Of a record of a snapshot the bytes of the record. Of an
 * end the key that it is sent by; the source; unsigned the subtask, the number of subtasks and that
 * of dead letters.
 */
public final class InputFormat implements BinaryFormat<Input> {

    public static final InputFormat INSTANCE = new InputFormat();

    private static final int VERSION = 1;
    private static final int RECORD = 1;
    private static final int DECISION = 2;
    private static final int HELD = 3;
    private static final int ERASED = 4;
    private static final int ASKED = 5;
    private static final int ROW = 6;
    private static final int END = 7;
    private static final int VERSIONED = 1;
    private static final int DELETE = 2;
    private static final int SAME = 4;
    private static final int DECIDED = 8;

    private InputFormat() {}

    @Override
    public byte[] write(Input input) {
        ByteWriter writer = new ByteWriter(128).raw(VERSION);
        if (input instanceof SourceRecord record) {
            return writer.raw(RECORD).raw(SourceRecordFormat.INSTANCE.write(record)).toBytes();
        }
        if (input instanceof AskedMatch asked) {
            return writer.raw(ASKED)
                    .string(asked.token())
                    .raw(SourceRecordFormat.INSTANCE.write(asked.record()))
                    .toBytes();
        }
        if (input instanceof SnapshotRow row) {
            return writer.raw(ROW).raw(SourceRecordFormat.INSTANCE.write(row.record())).toBytes();
        }
        if (input instanceof SourceEnd end) {
            return writer.raw(END)
                    .string(end.key())
                    .string(end.source())
                    .unsigned(end.subtask())
                    .unsigned(end.subtasks())
                    .unsigned(end.rejected())
                    .toBytes();
        }
        if (input instanceof DecisionSide side) {
            write(writer.raw(DECISION), side);
        } else if (input instanceof CarriedDecisions held) {
            IdentityBytes.write(writer.raw(HELD), held.identity());
            HeldDecisionsFormat.write(writer, held.decisions());
        } else {
            write(writer.raw(ERASED), (CarriedErasure) input);
        }
        return writer.toBytes();
    }

    private static void write(ByteWriter writer, CarriedErasure erased) {
        boolean isDecided = !erased.decisions().isEmpty();
        writer.raw((erased.version().isPresent() ? VERSIONED : 0) | (isDecided ? DECIDED : 0))
                .string(erased.key())
                .raw(erased.digest().bytes());
        erased.version().ifPresent(writer::signed);
        if (isDecided) {
            HeldDecisionsFormat.write(writer, erased.decisions());
        }
    }

    private static void write(ByteWriter writer, DecisionSide side) {
        writer.raw(
                (side.version().isPresent() ? VERSIONED : 0)
                        | (side.op() == Op.DELETE ? DELETE : 0)
                        | (side.verdict() == Verdict.SAME ? SAME : 0));
        IdentityBytes.write(writer, side.identity());
        IdentityBytes.write(writer, side.other());
        side.version().ifPresent(writer::signed);
        writer.signed(side.order()).string(side.reasonHalf());
    }

    @Override
    public Input read(byte[] bytes) {
        ByteReader reader = new ByteReader("input message", bytes);
        reader.version(VERSION);
        int kind = reader.raw();
        return switch (kind) {
            case RECORD -> SourceRecordFormat.INSTANCE.read(reader.rest());
            case DECISION, HELD, ERASED -> {
                Input input =
                        kind == DECISION
                                ? readSide(reader)
                                : kind == HELD
                                        ? new CarriedDecisions(
                                                IdentityBytes.read(reader),
                                                HeldDecisionsFormat.read(reader))
                                        : readErased(reader);
                reader.end();
                yield input;
            }
            case ASKED ->
                    new AskedMatch(
                            reader.string(), SourceRecordFormat.INSTANCE.read(reader.rest()));
            case ROW -> new SnapshotRow(SourceRecordFormat.INSTANCE.read(reader.rest()));
            case END -> readEnd(reader);
            default -> throw reader.corrupt("unknown kind of input " + kind);
        };
    }

    private static SourceEnd readEnd(ByteReader reader) {
        SourceEnd end =
                new SourceEnd(
                        reader.string(),
                        reader.string(),
                        (int) reader.unsigned(),
                        (int) reader.unsigned(),
                        reader.unsigned());
        reader.end();
        return end;
    }

    private static CarriedErasure readErased(ByteReader reader) {
        int flags = reader.flags(VERSIONED | DECIDED);
        String key = reader.string();
        RecordDigest digest = RecordDigest.of(reader.raw(RecordDigest.BYTES));
        OptionalLong version =
                (flags & VERSIONED) != 0 ? OptionalLong.of(reader.signed()) : OptionalLong.empty();
        return new CarriedErasure(
                key,
                digest,
                version,
                (flags & DECIDED) != 0 ? HeldDecisionsFormat.read(reader) : HeldDecisions.NONE);
    }

    private static DecisionSide readSide(ByteReader reader) {
        int flags = reader.flags(VERSIONED | DELETE | SAME);
        RecordIdentity identity = IdentityBytes.read(reader);
        RecordIdentity other = IdentityBytes.read(reader);
        OptionalLong version =
                (flags & VERSIONED) != 0 ? OptionalLong.of(reader.signed()) : OptionalLong.empty();
        return new DecisionSide(
                identity,
                other,
                version,
                reader.signed(),
                (flags & DELETE) != 0 ? Op.DELETE : Op.UPSERT,
                (flags & SAME) != 0 ? Verdict.SAME : Verdict.DIFFERENT,
                reader.string());
    }
}
