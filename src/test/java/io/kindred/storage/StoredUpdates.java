package io.kindred.storage;

import io.kindred.model.Conflict;
import io.kindred.model.DecisionHalf;
import io.kindred.model.Descriptor;
import io.kindred.model.Entity;
import io.kindred.model.GenericKey;
import io.kindred.model.GoldenCell;
import io.kindred.model.GoldenValue;
import io.kindred.model.RecordDigest;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.model.Verdict;
import io.kindred.temporal.Interval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The updates that are in the stored bytes, of every kind, with lists that are empty and lists that
 * are not. They stay as they are, like the bytes.
 */
public final class StoredUpdates {

    private static final String ID = "person-000102030405060708090a0b0c0d0e0f";
    private static final String OTHER_ID = "person-f00102030405060708090a0b0c0d0e0f";
    private static final String CONFLICT_ID = "ffeeddccbbaa99887766554433221100";
    private static final RecordIdentity ANN = new RecordIdentity("person", "crm", "C-1");
    private static final RecordIdentity BOB = new RecordIdentity("person", "hr", "\ud83d\ude00");
    private static final Interval TIME = new Interval(-1_000, 1_600_000_000_000L);

    public static final Update UNASSIGNED = new Update.Unassigned(BOB);
    public static final Update ENTITY =
            new Update.EntityUpsert(
                    new Entity(
                            ID,
                            "person",
                            List.of(ANN, BOB),
                            List.of(
                                    new GoldenValue("email", "ann@x.org", Interval.ALWAYS),
                                    new GoldenValue("name", "\u00c5nn", TIME))));

    /** Of version 2, the others of version 1. */
    public static final Update ERASED = new Update.Unassigned(BOB, true);

    private StoredUpdates() {}

    /** By kind, in the order of the kinds' numbers. */
    public static Map<String, List<Update>> byKind() {
        Map<String, List<Update>> kinds = new LinkedHashMap<>();
        kinds.put(
                "entity-stated",
                List.of(
                        ENTITY,
                        new Update.EntityUpsert(
                                new Entity(ID, "person", List.of(ANN), List.of()))));
        kinds.put(
                "entity-retired",
                List.of(
                        new Update.EntityRetired("person", ID, List.of()),
                        new Update.EntityRetired("person", ID, List.of(OTHER_ID, "person-2"))));
        kinds.put("assigned", List.of(new Update.Assigned(ANN, ID)));
        kinds.put("unassigned", List.of(UNASSIGNED));
        kinds.put("conflict-direct", direct().map(StoredUpdates::open).toList());
        kinds.put("conflict-indirect", List.of(open(indirect())));
        kinds.put("conflict-uniqueness", uniqueness().map(StoredUpdates::open).toList());
        kinds.put("conflict-resolved", List.of(new Update.ConflictResolved(CONFLICT_ID)));
        kinds.put(
                "generic-open",
                List.of(
                        new Update.GenericKeyOpen(
                                new GenericKey("person", "name_dob", List.of("ann", ""), 1001))));
        kinds.put(
                "generic-resolved",
                List.of(
                        new Update.GenericKeyResolved(
                                "person", "name_dob", List.of("ann", "2000-01-01"))));
        return kinds;
    }

    /** Conflicts of keys with a test, of version 3: a group, and a scored link with a decision. */
    public static List<Update> ofTestedKeys() {
        Conflict.Indirect plain = indirect();
        return List.of(
                open(tested(plain, OptionalLong.empty(), List.of())),
                open(
                        tested(
                                plain,
                                OptionalLong.of(-2_500),
                                List.of(new Conflict.DecidedPair(ANN, BOB)))));
    }

    /**
     * Uniqueness conflicts of version 4: like those of version 1, and with the records of each
     * entity.
     */
    public static List<Update> ofDividedRecords() {
        return uniqueness()
                .map(
                        earlier ->
                                open(
                                        new Conflict.Uniqueness(
                                                earlier.entityType(),
                                                earlier.constraint(),
                                                earlier.attribute(),
                                                earlier.perspective(),
                                                earlier.value(),
                                                earlier.interval(),
                                                List.of(
                                                        new Conflict.Share(ID, List.of(ANN)),
                                                        new Conflict.Share(
                                                                OTHER_ID, List.of(BOB))))))
                .toList();
    }

    /** Golden values, of version 4: two, none, and none any more. */
    public static List<Update> golden() {
        return List.of(
                new Update.GoldenUpsert(
                        ID,
                        "person",
                        List.of(
                                new GoldenCell(
                                        "00112233445566778899aabbccddeeff",
                                        new GoldenValue("email", "ann@x.org", Interval.ALWAYS),
                                        List.of(ANN)),
                                new GoldenCell(
                                        CONFLICT_ID,
                                        new GoldenValue("name", "\u00c5nn", TIME),
                                        List.of(ANN, BOB)))),
                new Update.GoldenUpsert(ID, "person", List.of()),
                new Update.GoldenRetired("person", ID));
    }

    /**
     * What records say, of version 5: values with decisions, no values, and records that are gone
     * and erased.
     */
    public static List<Update> records() {
        return List.of(
                new Update.RecordUpsert(
                        BOB,
                        List.of(
                                new Descriptor("email", "b@x.org", Interval.ALWAYS),
                                new Descriptor("name", "\u00c5nn", TIME)),
                        Optional.of(new RecordDigest(1, -2)),
                        List.of(
                                new DecisionHalf(new RecordDigest(-3, 4), Verdict.SAME, "AAEC"),
                                new DecisionHalf(new RecordDigest(-5, 6), Verdict.DIFFERENT, ""))),
                new Update.RecordUpsert(ANN, List.of(), Optional.empty(), List.of()),
                new Update.RecordRetired(ANN, false),
                new Update.RecordRetired(BOB, true));
    }

    private static Conflict tested(
            Conflict.Indirect plain, OptionalLong score, List<Conflict.DecidedPair> decisions) {
        return new Conflict.Indirect(
                plain.entityType(),
                plain.key(),
                plain.keyValues(),
                plain.interval(),
                true,
                score,
                plain.strongIdentifiers(),
                decisions,
                plain.sides());
    }

    private static Update open(Conflict conflict) {
        return new Update.ConflictOpen(CONFLICT_ID, conflict);
    }

    private static Stream<Conflict> direct() {
        return Stream.of(
                new Conflict.Direct(
                        "person",
                        ID,
                        "email",
                        TIME,
                        Conflict.Scope.RECORD,
                        List.of(
                                new Conflict.ValueRecords("a@x", List.of(ANN)),
                                new Conflict.ValueRecords("b@x", List.of(ANN))),
                        List.of()),
                new Conflict.Direct(
                        "person",
                        ID,
                        "email",
                        Interval.ALWAYS,
                        Conflict.Scope.ENTITY,
                        List.of(
                                new Conflict.ValueRecords("a@x", List.of(ANN, BOB)),
                                new Conflict.ValueRecords("b@x", List.of(BOB))),
                        List.of("one_email", "one_mailbox")));
    }

    private static Conflict.Indirect indirect() {
        return new Conflict.Indirect(
                "person",
                "name_dob",
                List.of("ann", "2000-01-01"),
                new Interval(5, Interval.MAX),
                List.of("passport", "ssn"),
                List.of(
                        new Conflict.Side(ID, Conflict.Role.ANCHORED, List.of(ANN)),
                        new Conflict.Side(OTHER_ID, Conflict.Role.AMBIGUOUS, List.of(BOB))));
    }

    private static Stream<Conflict.Uniqueness> uniqueness() {
        return Stream.of(Optional.<String>empty(), Optional.of("crm"))
                .map(
                        perspective ->
                                new Conflict.Uniqueness(
                                        "person",
                                        "one_owner",
                                        "email",
                                        perspective,
                                        "a@x",
                                        new Interval(Interval.MIN, 7),
                                        List.of(
                                                new Conflict.Share(ID, List.of()),
                                                new Conflict.Share(OTHER_ID, List.of())),
                                        List.of(ANN, BOB)));
    }
}
