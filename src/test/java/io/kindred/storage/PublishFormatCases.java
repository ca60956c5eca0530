package io.kindred.storage;

import io.kindred.model.Erasure;
import io.kindred.model.RecordIdentity;
import io.kindred.storage.keyed.Claim;
import io.kindred.storage.keyed.ClaimFormat;
import io.kindred.storage.keyed.ClaimedValue;
import io.kindred.storage.keyed.GoneRevision;
import io.kindred.storage.keyed.KeptMove;
import io.kindred.storage.keyed.OutputKeyState;
import io.kindred.storage.keyed.OutputKeyState.OwnerUpdate;
import io.kindred.storage.keyed.OutputKeyState.Waiting;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.keyed.RecordClaims;
import io.kindred.storage.keyed.SinkFills;
import io.kindred.storage.keyed.SinkFills.Fill;
import io.kindred.storage.shard.FormatCases;
import io.kindred.storage.wire.ErasureFormat;
import io.kindred.storage.wire.MessageCase;
import io.kindred.storage.wire.RecordMove;
import io.kindred.storage.wire.RecordMoveFormat;
import io.kindred.temporal.IntervalSet;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What publishing and the watch of unique values keep, and what they are told. */
public final class PublishFormatCases {

    private static final RecordIdentity ANN = FormatCases.ANN;
    private static final RecordIdentity ACME = FormatCases.ACME;
    private static final OwnerUpdate LONG =
            new OwnerUpdate(FormatCases.digest(1), Optional.empty());
    private static final OwnerUpdate SHORT =
            new OwnerUpdate(FormatCases.digest(2), Optional.of(new ByteKey(TestBytes.of(1, 2, 3))));
    private static final Claim.Made MADE = new Claim.Made("person-1", FormatCases.times(5));
    private static final RecordClaims BY_TWO =
            RecordClaims.NONE
                    .with(7, Optional.of(MADE))
                    .with(
                            Owners.RECONCILE,
                            Optional.of(new Claim.Made("person-2", IntervalSet.ALWAYS)));

    private PublishFormatCases() {}

    public static Stream<FormatCase> all() {
        return Stream.of(
                new MessageCase<>(
                        "output-key",
                        1,
                        1,
                        3,
                        OutputKeyState.FORMAT,
                        List.of(
                                OutputKeyState.NONE,
                                new OutputKeyState(
                                        1,
                                        new TreeMap<>(Map.of(0, SHORT)),
                                        Optional.empty(),
                                        false),
                                new OutputKeyState(
                                        300,
                                        new TreeMap<>(Map.of(300, LONG, Owners.RECONCILE, SHORT)),
                                        Optional.empty(),
                                        true),
                                new OutputKeyState(
                                        Long.MAX_VALUE,
                                        new TreeMap<>(Map.of(Integer.MAX_VALUE, LONG)),
                                        Optional.of(new Waiting(-1, 130)),
                                        true))),
                new MessageCase<>(
                        "output-key-filled",
                        2,
                        2,
                        3,
                        OutputKeyState.FORMAT,
                        List.of(
                                new OutputKeyState(
                                        2,
                                        new TreeMap<>(Map.of(0, SHORT)),
                                        Optional.of(new Waiting(1000, 1)),
                                        true,
                                        1),
                                new OutputKeyState(
                                        3, new TreeMap<>(), Optional.empty(), false, 300))),
                new MessageCase<>(
                        "output-key-erased",
                        3,
                        3,
                        OutputKeyState.FORMAT,
                        List.of(
                                new OutputKeyState(
                                        2,
                                        new TreeMap<>(Map.of(0, SHORT)),
                                        Optional.empty(),
                                        false,
                                        0,
                                        true),
                                new OutputKeyState(
                                        300,
                                        new TreeMap<>(Map.of(7, SHORT)),
                                        Optional.of(new Waiting(1000, 1)),
                                        false,
                                        1,
                                        true))),
                new MessageCase<>(
                        "gone-revision",
                        1,
                        GoneRevision.FORMAT,
                        List.of(new GoneRevision(1), new GoneRevision(300))),
                new MessageCase<>(
                        "sink-fills",
                        1,
                        SinkFills.FORMAT,
                        List.of(
                                new SinkFills(new TreeMap<>()),
                                new SinkFills(
                                        new TreeMap<>(
                                                Map.of(
                                                        "ENTITIES",
                                                        new Fill(0, true, false, 0),
                                                        "CONFLICTS",
                                                        new Fill(2, true, true, 70_000),
                                                        "GENERIC_KEYS",
                                                        new Fill(1, false, false, 0)))))),
                new MessageCase<>(
                        "kept-move",
                        1,
                        KeptMove.FORMAT,
                        List.of(
                                new KeptMove(Optional.empty(), 1_600_000_000_000L),
                                new KeptMove(Optional.of("person-1"), -1))),
                new MessageCase<>(
                        "record-move",
                        1,
                        RecordMoveFormat.INSTANCE,
                        List.of(
                                new RecordMove(ANN, "person-1", Optional.empty()),
                                new RecordMove(ACME, "company-1", Optional.of("company-2")))),
                new MessageCase<>(
                        "erasure",
                        1,
                        ErasureFormat.INSTANCE,
                        List.of(
                                new Erasure(ANN, OptionalLong.of(300), 3, 300, 0),
                                new Erasure(ANN, OptionalLong.empty(), 0, 0, 2))),
                new MessageCase<>(
                        "claim",
                        1,
                        ClaimFormat.INSTANCE,
                        List.of(
                                new Claim(
                                        0,
                                        FormatCases.digest(1),
                                        "email",
                                        "ann@x.org",
                                        ANN,
                                        Optional.empty()),
                                new Claim(
                                        Owners.RECONCILE,
                                        FormatCases.digest(2),
                                        "phone",
                                        "",
                                        ACME,
                                        Optional.of(MADE)))),
                new MessageCase<>(
                        "record-claims",
                        1,
                        RecordClaims.FORMAT,
                        List.of(RecordClaims.NONE, BY_TWO)),
                new MessageCase<>(
                        "claimed-value",
                        1,
                        ClaimedValue.FORMAT,
                        List.of(
                                new ClaimedValue(
                                        "email",
                                        "ann@x.org",
                                        new TreeMap<>(
                                                Map.of(
                                                        ANN,
                                                        BY_TWO,
                                                        ACME,
                                                        RecordClaims.NONE.with(
                                                                0, Optional.of(MADE)))),
                                        Optional.empty(),
                                        Map.of()),
                                new ClaimedValue(
                                        "phone",
                                        "555",
                                        new TreeMap<>(),
                                        Optional.of(new ClaimedValue.Many(300, 2)),
                                        FormatCases.inOrder(
                                                FormatCases.digest(1),
                                                FormatCases.digest(2),
                                                FormatCases.digest(3),
                                                FormatCases.digest(4))))));
    }
}
