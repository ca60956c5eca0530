package io.kindred.storage.wire;

import io.kindred.model.AskedMatch;
import io.kindred.model.DecisionSide;
import io.kindred.model.Descriptor;
import io.kindred.model.HeldDecision;
import io.kindred.model.HeldDecisions;
import io.kindred.model.RecordDigest;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SnapshotRow;
import io.kindred.model.SourceEnd;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.storage.FormatCase;
import io.kindred.storage.keyed.ErasedIdentity;
import io.kindred.storage.keyed.Registration;
import io.kindred.storage.keyed.Registration.Status;
import io.kindred.storage.keyed.SourceRecordFormat;
import io.kindred.storage.wire.ShardMessage.Received;
import io.kindred.storage.wire.ShardMessage.RecordChange;
import io.kindred.temporal.Interval;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Inputs and what the registry keeps of them, with values that use all of it. */
public final class InputFormatCases {

    private static final RecordIdentity ANN = new RecordIdentity("person", "crm", "J\u00fcrgen");
    private static final RecordIdentity BEA = new RecordIdentity("person", "erp", "7");
    private static final List<Descriptor> DESCRIPTORS =
            List.of(
                    new Descriptor("email", "J\u00fcrgen", Interval.ALWAYS),
                    new Descriptor("phone", "", new Interval(-5, 300)));
    private static final RecordDigest OWN = new RecordDigest(1, -2);
    private static final HeldDecisions DECISIONS =
            new HeldDecisions(
                    OWN,
                    List.of(
                            new HeldDecision(
                                    new RecordDigest(0, 3),
                                    OptionalLong.of(-300),
                                    7,
                                    true,
                                    Verdict.DIFFERENT,
                                    ""),
                            new HeldDecision(
                                    new RecordDigest(-1, 3),
                                    OptionalLong.empty(),
                                    Long.MAX_VALUE,
                                    false,
                                    Verdict.SAME,
                                    "aGVyZQ==")));
    private static final List<DecisionSide> SIDES =
            List.of(
                    new DecisionSide(
                            ANN, BEA, OptionalLong.of(-5), 300, Op.UPSERT, Verdict.SAME, "aGV5"),
                    new DecisionSide(
                            BEA, ANN, OptionalLong.empty(), 0, Op.DELETE, Verdict.DIFFERENT, ""));

    private InputFormatCases() {}

    public static Stream<FormatCase> all() {
        return Stream.of(
                inputs(),
                askedMatch(),
                snapshotInputs(),
                received(),
                extendedChanges(),
                sourceRecords(),
                registrations(),
                erasedIdentities());
    }

    private static FormatCase inputs() {
        return new MessageCase<>(
                "input",
                1,
                InputFormat.INSTANCE,
                List.of(
                        SourceRecord.upsert(ANN, OptionalLong.of(300), DESCRIPTORS),
                        SourceRecord.erase(BEA, OptionalLong.empty()),
                        SIDES.get(0),
                        SIDES.get(1)));
    }

    private static FormatCase askedMatch() {
        return new MessageCase<>(
                "input-asked",
                1,
                InputFormat.INSTANCE,
                List.of(
                        new AskedMatch(
                                "a line 7",
                                SourceRecord.upsert(ANN, OptionalLong.of(300), DESCRIPTORS))));
    }

    private static FormatCase snapshotInputs() {
        return new MessageCase<>(
                "input-snapshot",
                1,
                InputFormat.INSTANCE,
                List.of(
                        new SnapshotRow(
                                SourceRecord.upsert(ANN, OptionalLong.of(300), DESCRIPTORS)),
                        new SourceEnd("\u001f7", "crm.run3", 1, 300, 0)));
    }

    private static FormatCase received() {
        return new MessageCase<>(
                "shard-message-decision",
                1,
                ShardMessageFormat.INSTANCE,
                SIDES.stream().<ShardMessage>map(side -> new Received(0, side)).toList());
    }

    private static FormatCase extendedChanges() {
        return new MessageCase<>(
                "shard-message-extended",
                1,
                ShardMessageFormat.INSTANCE,
                List.of(
                        new RecordChange(300, SourceRecord.erase(ANN, OptionalLong.of(4))),
                        new RecordChange(
                                1,
                                SourceRecord.upsert(ANN, OptionalLong.of(5), DESCRIPTORS)
                                        .with(DECISIONS))));
    }

    private static FormatCase sourceRecords() {
        return new MessageCase<>(
                "source-record-extended",
                3,
                3,
                SourceRecordFormat.INSTANCE,
                List.of(
                        SourceRecord.erase(BEA, OptionalLong.of(3)).carried(),
                        SourceRecord.delete(ANN, OptionalLong.empty()).with(DECISIONS),
                        SourceRecord.upsert(ANN, OptionalLong.of(300), DESCRIPTORS)
                                .with(DECISIONS)));
    }

    private static FormatCase registrations() {
        return new MessageCase<>(
                "registration-extended",
                2,
                2,
                Registration.FORMAT,
                List.of(
                        new Registration(
                                Status.PRESENT,
                                OptionalLong.of(-5),
                                300,
                                DESCRIPTORS,
                                DESCRIPTORS,
                                DECISIONS),
                        new Registration(
                                Status.GONE,
                                OptionalLong.empty(),
                                1,
                                List.of(),
                                DESCRIPTORS,
                                HeldDecisions.NONE),
                        new Registration(
                                Status.DELETED,
                                OptionalLong.empty(),
                                300,
                                List.of(),
                                List.of(),
                                DECISIONS),
                        Registration.UNSEEN.with(DECISIONS)));
    }

    private static FormatCase erasedIdentities() {
        return new MessageCase<>(
                "erased-identity",
                1,
                ErasedIdentity.FORMAT,
                List.of(
                        new ErasedIdentity(OptionalLong.of(-5), 300, HeldDecisions.NONE),
                        new ErasedIdentity(OptionalLong.empty(), 0, DECISIONS)));
    }
}
