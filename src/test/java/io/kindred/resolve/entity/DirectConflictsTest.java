package io.kindred.resolve.entity;

import io.kindred.model.Conflict;
import io.kindred.model.Conflict.ValueRecords;
import io.kindred.resolve.Sample;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class DirectConflictsTest {

    @Test
    void oneValueIsNoConflict() {
        assertThat(
                        conflicts(
                                Sample.record("crm", "1", "email=A@0-10", "title=Ms@0-5"),
                                Sample.record("hr", "2", "email=a@0-10", "title=Dr@5-9")))
                .isEmpty();
    }

    @Test
    void manyValuesMayHoldAtOnce() {
        assertThat(conflicts(Sample.record("crm", "1", "phone=5", "phone=6"))).isEmpty();
    }

    @Test
    void coversTheTimeOverWhichTheSetOfValuesIsTheSame() {
        List<Conflict.Direct> conflicts =
                conflicts(
                        Sample.record("crm", "1", "email=a@0-20"),
                        Sample.record("hr", "2", "email=B@5-10"),
                        Sample.record("web", "3", "email=b@10-20", "email=c@15-20"));
        assertThat(conflicts)
                .extracting(Conflict.Direct::interval)
                .containsExactly(new Interval(5, 15), new Interval(15, 20));
        assertThat(conflicts.get(0).values())
                .containsExactly(
                        new ValueRecords("a", List.of(Sample.identity("crm", "1"))),
                        new ValueRecords(
                                "B",
                                List.of(Sample.identity("hr", "2"), Sample.identity("web", "3"))));
        assertThat(conflicts.get(1).values()).hasSize(3);
        assertThat(conflicts)
                .extracting(Conflict.Direct::scope)
                .containsOnly(Conflict.Scope.ENTITY);
    }

    @Test
    void aRecordCanBeAtOddsWithItself() {
        assertThat(conflicts(Sample.record("crm", "1", "email=a", "email=b@0-5")))
                .singleElement()
                .satisfies(
                        conflict -> {
                            assertThat(conflict.scope()).isEqualTo(Conflict.Scope.RECORD);
                            assertThat(conflict.interval()).isEqualTo(new Interval(0, 5));
                            assertThat(conflict.violates()).isEmpty();
                        });
    }

    @Test
    void namesTheConstraintsThatItBreaks() {
        assertThat(
                        conflicts(
                                Sample.record("crm", "1", "title=Ms"),
                                Sample.record("hr", "2", "title=Dr")))
                .extracting(Conflict.Direct::violates)
                .containsExactly(List.of("a_title"));
        assertThat(
                        conflicts(
                                Sample.record("crm", "1", "title=Ms"),
                                Sample.record("crm", "2", "title=Dr@3-4"),
                                Sample.record("hr", "3", "title=Dr@0-9")))
                .extracting(Conflict.Direct::violates)
                .containsExactly(List.of("a_title", "one_title"));
    }

    private static List<Conflict.Direct> conflicts(NormalizedRecord... records) {
        List<Conflict.Direct> found = new ArrayList<>();
        new DirectConflicts(Sample.RULES)
                .find(
                        "person",
                        "person-1",
                        AttributeTimeline.ofAll(List.of(records), Sample.ONTOLOGY),
                        conflict -> found.add((Conflict.Direct) conflict));
        return found;
    }
}
