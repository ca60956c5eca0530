package io.kindred.resolve.entity;

import io.kindred.model.Conflict;
import io.kindred.model.Digest;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

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

    private static Conflict ofValue(String constraint, String value) {
        return new Conflict.Uniqueness(
                "person",
                constraint,
                "email",
                Optional.empty(),
                value,
                new Interval(7, Interval.MAX),
                List.of(),
                List.of());
    }
}
