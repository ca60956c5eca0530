package io.kindred.resolve.entity;

import io.kindred.model.Conflict;
import io.kindred.model.Digest;
import io.kindred.model.RecordIdentity;
import io.kindred.storage.ByteKey;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

class ConflictIdsTest {

    private final ConflictIds ids = new ConflictIds(Timeline.INTEGER);

    @Test
    void areDigestsOfWhatTheConflictIsAbout() {
        assertThat(ids.of(ofKey("a", "b")))
                .isEqualTo(Digest.hex("indirect\u001fperson\u001fname\u001fa\u001fb\u001f7"));
        assertThat(ids.of(ofValue("one_email", "a@x")))
                .isEqualTo(
                        Digest.hex("constraint\u001fperson\u001fone_email\u001f\u001fa@x\u001f7"));
    }

    @Test
    void tellGroupsOfTestedKeysApartByTheirLeastRecord() {
        String first = ids.of(tested(OptionalLong.empty(), "name", "3", "1"));
        assertThat(first)
                .isEqualTo(
                        Digest.hex("indirect\u001fperson\u001fname\u001fa\u001f7\u001fcrm\u001f1"));
        assertThat(ids.of(tested(OptionalLong.empty(), "name", "2", "1"))).isEqualTo(first);
        assertThat(ids.of(tested(OptionalLong.empty(), "name", "3", "4"))).isNotEqualTo(first);
    }

    @Test
    void nameScoredLinksByTheirRecordsOnly() {
        String link = ids.of(tested(OptionalLong.of(500), "name", "3", "1"));
        assertThat(link).isEqualTo(Digest.hex("link\u001fperson\u001fcrm\u001f1\u001fcrm\u001f3"));
        assertThat(ids.of(tested(OptionalLong.of(9), "dob", "1", "3"))).isEqualTo(link);
        assertThat(ids.of(tested(OptionalLong.of(500), "name", "1", "4"))).isNotEqualTo(link);
    }

    @Test
    void aConflictOfAnEarlierReleaseIsFoundByTheDigestThatItHad() {
        RecordIdentity ann = new RecordIdentity("person", "crm", "1");
        RecordIdentity bob = new RecordIdentity("person", "crm", "2");
        Conflict.Uniqueness now =
                ofValue(
                        "one_email",
                        "a@x",
                        new Conflict.Share("person-1", List.of(ann)),
                        new Conflict.Share("person-2", List.of(bob)));
        assertThat(emittedAs(now, now)).contains(ids.open(now));
        assertThat(emittedAs(now.undivided(), now)).contains(ids.open(now.undivided()));
        Conflict.Uniqueness other =
                ofValue(
                        "one_email",
                        "a@x",
                        new Conflict.Share("person-1", List.of(bob)),
                        new Conflict.Share("person-2", List.of(ann)));
        assertThat(emittedAs(other, now)).isEmpty();
        assertThat(emittedAs(ofValue("one_email", "a@x").undivided(), now)).isEmpty();
        assertThat(ids.openedAs(Map.of(), now)).isEmpty();
    }

    /** Whatever is evaluated again shows which record is in which entity from then on. */
    @Test
    void aConflictOfAnEarlierReleaseIsEmittedAnewWhenItIsEvaluated() {
        Conflict.Uniqueness now =
                ofValue(
                        "one_email",
                        "a@x",
                        new Conflict.Share(
                                "person-1", List.of(new RecordIdentity("person", "crm", "1"))));
        List<EncodedUpdate> updates = new ArrayList<>();
        Map<ByteKey, ByteKey> digests =
                ids.emit(digests(now.undivided()), List.of(now), updates::add);
        assertThat(updates).containsExactly(ids.open(now));
        assertThat(digests).isEqualTo(digests(now));
        ids.emit(digests, List.of(now), updates::add);
        assertThat(updates).hasSize(1);
    }

    private Optional<EncodedUpdate> emittedAs(
            Conflict.Uniqueness emitted, Conflict.Uniqueness now) {
        return ids.openedAs(digests(emitted), now);
    }

    private Map<ByteKey, ByteKey> digests(Conflict conflict) {
        EncodedUpdate update = ids.open(conflict);
        return Map.of(ByteKey.ofHex(update.key().id()), update.shown().orElseThrow());
    }

    private static Conflict tested(OptionalLong score, String key, String one, String other) {
        return new Conflict.Indirect(
                "person",
                key,
                List.of("a"),
                new Interval(7, Interval.MAX),
                true,
                score,
                List.of("ssn"),
                List.of(),
                List.of(side("person-1", one), side("person-2", other)));
    }

    private static Conflict.Side side(String entity, String uid) {
        return new Conflict.Side(
                entity, Conflict.Role.ANCHORED, List.of(new RecordIdentity("person", "crm", uid)));
    }

    @Test
    void tellApartValuesThatHaveTheSeparatorInThem() {
        assertThat(ids.of(ofKey("a\u001fb", "c"))).isNotEqualTo(ids.of(ofKey("a", "b\u001fc")));
        assertThat(ids.of(ofValue("c", "a\u001fb")))
                .isNotEqualTo(ids.of(ofValue("c\u001f\u001fa", "b")));
    }

    private static Conflict ofKey(String... values) {
        return new Conflict.Indirect(
                "person",
                "name",
                List.of(values),
                new Interval(7, Interval.MAX),
                List.of(),
                List.of());
    }

    private static Conflict.Uniqueness ofValue(
            String constraint, String value, Conflict.Share... shares) {
        return new Conflict.Uniqueness(
                "person",
                constraint,
                "email",
                Optional.empty(),
                value,
                new Interval(7, Interval.MAX),
                List.of(shares));
    }
}
