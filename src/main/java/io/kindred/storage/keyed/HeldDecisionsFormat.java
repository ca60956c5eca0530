package io.kindred.storage.keyed;

import io.kindred.model.HeldDecision;
import io.kindred.model.HeldDecisions;
import io.kindred.model.RecordDigest;
import io.kindred.model.Verdict;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;

import java.util.OptionalLong;

/**
 * The bytes of the decisions about a record, as part of a larger format.
 *
 * <p>Format, version 1: version byte; 16 bytes of digest of the record; a list of: 16 bytes of
 * digest of the other record; flags (1 it has a version, 2 it was deleted, 4 the records are the
 * same); the version, signed, if it has one; the order of arrival, signed; the half of the reason.
 */
public final class HeldDecisionsFormat {

    private static final int VERSION = 1;
    private static final int VERSIONED = 1;
    private static final int DELETED = 2;
    private static final int SAME = 4;

    private HeldDecisionsFormat() {}

    public static void write(ByteWriter writer, HeldDecisions decisions) {
        writer.raw(VERSION)
                .raw(decisions.own().bytes())
                .list(decisions.all(), HeldDecisionsFormat::write);
    }

    private static void write(ByteWriter writer, HeldDecision held) {
        writer.raw(held.other().bytes())
                .raw(
                        (held.version().isPresent() ? VERSIONED : 0)
                                | (held.isDeleted() ? DELETED : 0)
                                | (held.verdict() == Verdict.SAME ? SAME : 0));
        held.version().ifPresent(writer::signed);
        writer.signed(held.order()).string(held.reasonHalf());
    }

    public static HeldDecisions read(ByteReader reader) {
        reader.version(VERSION);
        return new HeldDecisions(digest(reader), reader.list(HeldDecisionsFormat::readHeld));
    }

    private static HeldDecision readHeld(ByteReader reader) {
        RecordDigest other = digest(reader);
        int flags = reader.flags(VERSIONED | DELETED | SAME);
        OptionalLong version =
                (flags & VERSIONED) != 0 ? OptionalLong.of(reader.signed()) : OptionalLong.empty();
        return new HeldDecision(
                other,
                version,
                reader.signed(),
                (flags & DELETED) != 0,
                (flags & SAME) != 0 ? Verdict.SAME : Verdict.DIFFERENT,
                reader.string());
    }

    private static RecordDigest digest(ByteReader reader) {
        return RecordDigest.of(reader.raw(RecordDigest.BYTES));
    }
}
