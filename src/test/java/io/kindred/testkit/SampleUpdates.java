package io.kindred.testkit;

import io.kindred.model.Conflict;
import io.kindred.model.Descriptor;
import io.kindred.model.Entity;
import io.kindred.model.GenericKey;
import io.kindred.model.GoldenCell;
import io.kindred.model.GoldenValue;
import io.kindred.model.HeldDecision;
import io.kindred.model.HeldDecisions;
import io.kindred.model.RecordDigest;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.model.Verdict;
import io.kindred.temporal.Interval;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One update of every kind, made up. */
public final class SampleUpdates {

    /** A record. */
    public static final RecordIdentity C1 = new RecordIdentity("person", "crm", "C-1");

    /** Another. */
    public static final RecordIdentity E2 = new RecordIdentity("person", "erp", "E \"2\"");

    /** 2020-01-31T00:00:00Z on the timeline {@code millis}. */
    public static final long START = 1_580_428_800_000L;

    private static final Interval BOUNDED = new Interval(START, START + 1);
    private static final Interval UNTIL = new Interval(Interval.MIN, START);
    private static final Interval SINCE = new Interval(START, Interval.MAX);

    private SampleUpdates() {}

    /** An entity with two records and golden values of every kind of interval. */
    public static Update entity() {
        return new Update.EntityUpsert(
                new Entity(
                        "person-1",
                        "person",
                        List.of(C1, E2),
                        List.of(
                                new GoldenValue("email", "ann@x.org", Interval.ALWAYS),
                                new GoldenValue("name", "Ännchen 😀", BOUNDED),
                                new GoldenValue("name", "Ann", SINCE),
                                new GoldenValue("phone", "1", UNTIL))));
    }

    /** The entity is gone. */
    public static Update retired() {
        return new Update.EntityRetired("person", "person-1", List.of("person-2", "person-3"));
    }

    /** A record belongs to the entity. */
    public static Update assigned() {
        return new Update.Assigned(E2, "person-1");
    }

    /** The record is gone. */
    public static Update unassigned() {
        return new Update.Unassigned(E2);
    }

    /** A direct conflict. */
    public static Update direct() {
        return new Update.ConflictOpen(
                "d1",
                new Conflict.Direct(
                        "person",
                        "person-1",
                        "email",
                        BOUNDED,
                        Conflict.Scope.ENTITY,
                        List.of(
                                new Conflict.ValueRecords("a", List.of(C1)),
                                new Conflict.ValueRecords("b", List.of(C1, E2))),
                        List.of("one_email")));
    }

    /** An indirect conflict. */
    public static Update indirect() {
        return new Update.ConflictOpen(
                "i1",
                new Conflict.Indirect(
                        "person",
                        "name_city",
                        List.of("ann", "rome"),
                        UNTIL,
                        List.of("ssn"),
                        List.of(
                                new Conflict.Side("person-1", Conflict.Role.ANCHORED, List.of(C1)),
                                new Conflict.Side(
                                        "person-2", Conflict.Role.AMBIGUOUS, List.of(E2)))));
    }

    /**
     * A broken constraint.
     *
     * @param perspective where it holds, or empty for everywhere
     */
    public static Update uniqueness(Optional<String> perspective) {
        return new Update.ConflictOpen(
                "u1",
                new Conflict.Uniqueness(
                        "person",
                        "one_owner",
                        "ssn",
                        perspective,
                        "123",
                        SINCE,
                        List.of(
                                new Conflict.Share("person-1", List.of(C1)),
                                new Conflict.Share("person-2", List.of(E2)))));
    }

    /** A conflict is gone. */
    public static Update resolved() {
        return new Update.ConflictResolved("d1");
    }

    /** Generic key values. */
    public static Update generic() {
        return new Update.GenericKeyOpen(
                new GenericKey("person", "name_city", List.of("ann", "rome"), 9));
    }

    /** They are generic no more. */
    public static Update genericResolved() {
        return new Update.GenericKeyResolved("person", "name_city", List.of("ann", "rome"));
    }

    /** The entity's only golden value. */
    public static Update golden() {
        return golden(C1, E2);
    }

    /** The entity's only golden value, from these records. */
    public static Update golden(RecordIdentity... records) {
        return new Update.GoldenUpsert(
                "person-1",
                "person",
                List.of(
                        new GoldenCell(
                                "0f".repeat(16),
                                new GoldenValue("name", "Ann", SINCE),
                                List.of(records))));
    }

    /** The entity has no golden values any more. */
    public static Update goldenRetired() {
        return new Update.GoldenRetired("person", "person-1");
    }

    /** A record with two values, about which one decision is in force and one is not. */
    public static Update record() {
        HeldDecision different =
                new HeldDecision(
                        new RecordDigest(3, 4),
                        OptionalLong.of(1),
                        2,
                        false,
                        Verdict.DIFFERENT,
                        "AAEC");
        HeldDecision deleted =
                new HeldDecision(
                        new RecordDigest(5, 6), OptionalLong.empty(), 3, true, Verdict.SAME, "");
        return Update.RecordUpsert.of(
                E2,
                List.of(
                        new Descriptor("name", "Ann", SINCE),
                        new Descriptor("name", "Anne", Interval.ALWAYS)),
                new HeldDecisions(new RecordDigest(1, 2), List.of(different, deleted)));
    }

    /** A broken constraint of which it is not known which record is in which entity. */
    public static Update undivided(Optional<String> perspective) {
        Update.ConflictOpen open = (Update.ConflictOpen) uniqueness(perspective);
        return new Update.ConflictOpen(
                open.conflictId(), ((Conflict.Uniqueness) open.conflict()).undivided());
    }

    /** Those that releases without golden values had, as they had them. */
    public static List<Update> former() {
        return List.of(
                entity(),
                retired(),
                assigned(),
                unassigned(),
                direct(),
                indirect(),
                undivided(Optional.empty()),
                undivided(Optional.of("crm")),
                resolved(),
                generic(),
                genericResolved());
    }

    /** All of them as they are now. */
    public static List<Update> all() {
        return List.of(
                entity(),
                retired(),
                assigned(),
                unassigned(),
                direct(),
                indirect(),
                uniqueness(Optional.empty()),
                uniqueness(Optional.of("crm")),
                resolved(),
                generic(),
                genericResolved(),
                golden(),
                goldenRetired(),
                record(),
                new Update.RecordRetired(E2, false));
    }

    /** A person whose only golden value is a name. */
    public static Update named(String value, RecordIdentity... records) {
        return new Update.EntityUpsert(
                new Entity(
                        "person-1",
                        "person",
                        List.of(records),
                        List.of(new GoldenValue("name", value, Interval.ALWAYS))));
    }
}
