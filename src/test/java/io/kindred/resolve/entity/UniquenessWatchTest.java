package io.kindred.resolve.entity;

import io.kindred.model.Conflict;
import io.kindred.ontology.Constraint;
import io.kindred.ontology.Scope;
import io.kindred.resolve.Sample;
import io.kindred.resolve.entity.UniquenessWatch.Claim;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class UniquenessWatchTest {

    @Test
    void oneEntityMayClaimAsOftenAsItLikes() {
        assertThat(
                        breaches(
                                Scope.GLOBAL,
                                claim("crm", "1", "person-1", 0, 10),
                                claim("hr", "2", "person-1", 5, 20)))
                .isEmpty();
    }

    @Test
    void entitiesMayClaimInTurn() {
        assertThat(
                        breaches(
                                Scope.GLOBAL,
                                claim("crm", "1", "person-1", 0, 10),
                                claim("crm", "2", "person-2", 10, 20)))
                .isEmpty();
    }

    @Test
    void aBreachLastsAsLongAsTheSameEntitiesClaim() {
        List<Conflict.Uniqueness> breaches =
                breaches(
                        Scope.GLOBAL,
                        claim("hr", "3", "person-2", 8, 20),
                        claim("crm", "2", "person-2", 5, 10),
                        claim("crm", "1", "person-1", 0, 20),
                        claim("crm", "4", "person-3", 15, 30));
        assertThat(breaches)
                .extracting(Conflict.Uniqueness::interval)
                .containsExactly(new Interval(5, 15), new Interval(15, 20));
        assertThat(breaches.get(0))
                .isEqualTo(
                        new Conflict.Uniqueness(
                                "person",
                                "one_owner",
                                "email",
                                Optional.empty(),
                                "a",
                                new Interval(5, 15),
                                List.of(
                                        new Conflict.Share(
                                                "person-1", List.of(Sample.identity("crm", "1"))),
                                        new Conflict.Share(
                                                "person-2",
                                                List.of(
                                                        Sample.identity("crm", "2"),
                                                        Sample.identity("hr", "3"))))));
        assertThat(breaches.get(1).entities()).containsExactly("person-1", "person-2", "person-3");
    }

    @Test
    void perspectivesAreWatchedEachForItself() {
        List<Conflict.Uniqueness> breaches =
                breaches(
                        Scope.PERSPECTIVE,
                        claim("hr", "1", "person-1", 0, 10),
                        claim("crm", "2", "person-1", 0, 10),
                        claim("crm", "3", "person-2", 0, 10),
                        claim("web", "4", "person-3", 0, 10));
        assertThat(breaches)
                .singleElement()
                .satisfies(
                        breach -> {
                            assertThat(breach.perspective()).contains("crm");
                            assertThat(breach.records())
                                    .containsExactly(
                                            Sample.identity("crm", "2"),
                                            Sample.identity("crm", "3"));
                        });
    }

    private static List<Conflict.Uniqueness> breaches(Scope scope, Claim... claims) {
        List<Conflict.Uniqueness> found = new ArrayList<>();
        UniquenessWatch.find(
                "person",
                new Constraint("one_owner", "email", Constraint.Kind.UNIQUE, scope),
                "a",
                List.of(claims),
                found::add);
        return found;
    }

    private static Claim claim(
            String perspective, String uid, String entityId, long start, long end) {
        return new Claim(
                Sample.identity(perspective, uid),
                entityId,
                IntervalSet.of(new Interval(start, end)));
    }
}
