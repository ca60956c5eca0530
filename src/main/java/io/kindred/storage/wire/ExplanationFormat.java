package io.kindred.storage.wire;

import io.kindred.model.Conflict;
import io.kindred.model.Explanation;
import io.kindred.model.Explanation.Clash;
import io.kindred.model.Explanation.Comparison;
import io.kindred.model.Explanation.Contest;
import io.kindred.model.Explanation.Entry;
import io.kindred.model.Explanation.Group;
import io.kindred.model.Explanation.Held;
import io.kindred.model.Explanation.KeptApart;
import io.kindred.model.Explanation.Link;
import io.kindred.model.Explanation.NotLinked;
import io.kindred.model.Explanation.OfPair;
import io.kindred.model.Explanation.OfRecord;
import io.kindred.model.Explanation.Reason;
import io.kindred.model.Explanation.Same;
import io.kindred.model.Explanation.Seen;
import io.kindred.model.Explanation.Unknown;
import io.kindred.model.Explanation.Verdict;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.keyed.IdentityBytes;
import io.kindred.storage.keyed.UpdateFormat;

import java.util.List;
import java.util.Optional;

/**
 * The bytes of an explanation, as a part of a format: a byte for the kind (1 of a record, 2 of a
 * pair), then its fields in the order of their declaration; a verdict is a byte for its kind (1
 * unknown, 2 same, 3 kept apart, 4 not linked) and its fields. What may be missing is a list of
 * none or one.
 */
final class ExplanationFormat {

    private static final String WHAT = "explanation";
    private static final int OF_RECORD = 1;
    private static final int OF_PAIR = 2;
    private static final int UNKNOWN = 1;
    private static final int SAME = 2;
    private static final int KEPT_APART = 3;
    private static final int NOT_LINKED = 4;

    private ExplanationFormat() {}

    static ByteWriter write(ByteWriter writer, Explanation explanation) {
        if (explanation instanceof OfRecord record) {
            IdentityBytes.write(writer.raw(OF_RECORD), record.record());
            seen(writer, record.seen());
            return writer.list(record.groups(), ExplanationFormat::write)
                    .unsigned(record.furtherGroups());
        }
        OfPair pair = (OfPair) explanation;
        IdentityBytes.write(writer.raw(OF_PAIR), pair.first());
        IdentityBytes.write(writer, pair.second());
        seen(writer, pair.seenFirst());
        seen(writer, pair.seenSecond());
        return write(writer, pair.verdict());
    }

    static Explanation read(ByteReader reader) {
        int kind = reader.raw();
        return switch (kind) {
            case OF_RECORD ->
                    new OfRecord(
                            IdentityBytes.read(reader),
                            readSeen(reader),
                            reader.list(ExplanationFormat::readGroup),
                            reader.unsigned());
            case OF_PAIR ->
                    new OfPair(
                            IdentityBytes.read(reader),
                            IdentityBytes.read(reader),
                            readSeen(reader),
                            readSeen(reader),
                            readVerdict(reader));
            default -> throw new CorruptStateException(WHAT, "none is of kind " + kind);
        };
    }

    private static ByteWriter write(ByteWriter writer, Verdict verdict) {
        if (verdict instanceof Same same) {
            return writer.raw(SAME).list(same.chain(), ExplanationFormat::write);
        }
        if (verdict instanceof KeptApart apart) {
            return writer.raw(KEPT_APART)
                    .list(apart.chain(), ExplanationFormat::write)
                    .list(apart.contests(), ExplanationFormat::write);
        }
        if (verdict instanceof NotLinked notLinked) {
            return writer.raw(NOT_LINKED).list(notLinked.keys(), ExplanationFormat::write);
        }
        return writer.raw(UNKNOWN);
    }

    private static Verdict readVerdict(ByteReader reader) {
        int kind = reader.raw();
        return switch (kind) {
            case UNKNOWN -> new Unknown();
            case SAME -> new Same(reader.list(ExplanationFormat::readLink));
            case KEPT_APART ->
                    new KeptApart(
                            reader.list(ExplanationFormat::readLink),
                            reader.list(ExplanationFormat::readContest));
            case NOT_LINKED -> new NotLinked(reader.list(ExplanationFormat::readComparison));
            default -> throw new CorruptStateException(WHAT, "no verdict is of kind " + kind);
        };
    }

    private static void seen(ByteWriter writer, Optional<Seen> seen) {
        writer.list(
                seen.stream().toList(),
                (each, one) ->
                        IdentityBytes.write(each, one.record())
                                .string(one.entityId())
                                .list(one.entries(), ExplanationFormat::write)
                                .unsigned(one.furtherEntries()));
    }

    private static Optional<Seen> readSeen(ByteReader reader) {
        return FoundFormat.atMostOne(
                reader.list(
                        each ->
                                new Seen(
                                        IdentityBytes.read(each),
                                        each.string(),
                                        each.list(ExplanationFormat::readEntry),
                                        each.unsigned())));
    }

    private static void write(ByteWriter writer, Entry entry) {
        writer.string(entry.key())
                .list(entry.values(), ByteWriter::string)
                .intervals(entry.times())
                .bool(entry.isGeneric());
    }

    private static Entry readEntry(ByteReader reader) {
        return new Entry(
                reader.string(),
                reader.list(ByteReader::string),
                reader.intervals(),
                reader.bool());
    }

    private static void write(ByteWriter writer, Group group) {
        writer.string(group.key())
                .list(group.values(), ByteWriter::string)
                .interval(group.interval())
                .bool(group.isContested())
                .list(group.records(), IdentityBytes::write)
                .unsigned(group.furtherRecords());
    }

    private static Group readGroup(ByteReader reader) {
        return new Group(
                reader.string(),
                reader.list(ByteReader::string),
                reader.interval(),
                reader.bool(),
                reader.list(IdentityBytes::read),
                reader.unsigned());
    }

    private static void write(ByteWriter writer, Link link) {
        IdentityBytes.write(writer, link.from());
        IdentityBytes.write(writer, link.to())
                .intervals(link.fromTimes())
                .intervals(link.toTimes());
        write(writer, link.group());
    }

    private static Link readLink(ByteReader reader) {
        return new Link(
                IdentityBytes.read(reader),
                IdentityBytes.read(reader),
                reader.intervals(),
                reader.intervals(),
                readGroup(reader));
    }

    private static void write(ByteWriter writer, Contest contest) {
        UpdateFormat.write(writer, contest.group());
        writer.list(
                contest.clashes(),
                (each, clash) -> {
                    each.string(clash.attribute());
                    write(each, clash.one());
                    write(each, clash.other());
                });
    }

    private static Contest readContest(ByteReader reader) {
        if (!(UpdateFormat.readConflict(reader) instanceof Conflict.Indirect group)) {
            throw new CorruptStateException(WHAT, "a contested group is no indirect conflict");
        }
        return new Contest(
                group,
                reader.list(each -> new Clash(each.string(), readHeld(each), readHeld(each))));
    }

    private static void write(ByteWriter writer, Held held) {
        IdentityBytes.write(writer.string(held.entityId()), held.record())
                .string(held.value())
                .interval(held.interval());
    }

    private static Held readHeld(ByteReader reader) {
        return new Held(
                reader.string(), IdentityBytes.read(reader), reader.string(), reader.interval());
    }

    private static void write(ByteWriter writer, Comparison comparison) {
        writer.string(comparison.key())
                .raw(comparison.reason().ordinal())
                .list(comparison.first(), ExplanationFormat::write)
                .list(comparison.second(), ExplanationFormat::write);
    }

    private static Comparison readComparison(ByteReader reader) {
        return new Comparison(reader.string(), reason(reader), entries(reader), entries(reader));
    }

    private static List<Entry> entries(ByteReader reader) {
        return reader.list(ExplanationFormat::readEntry);
    }

    private static Reason reason(ByteReader reader) {
        int ordinal = reader.raw();
        if (ordinal >= Reason.values().length) {
            throw new CorruptStateException(WHAT, "no reason has the number " + ordinal);
        }
        return Reason.values()[ordinal];
    }
}
