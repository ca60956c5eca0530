package io.kindred.resolve.entity;

import io.kindred.model.GoldenValue;
import io.kindred.resolve.Sample;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class GoldenRecordTest {

    @Test
    void ofManyEachValueHoldsOverItsOwnTime() {
        assertThat(
                        golden(
                                Sample.record("crm", "1", "phone=5@0-10", "phone=6@5-20"),
                                Sample.record("hr", "2", "phone=5@10-15", "phone=5@30-40")))
                .containsExactly(
                        value("phone", "5", 0, 15),
                        value("phone", "6", 5, 20),
                        value("phone", "5", 30, 40));
    }

    @Test
    void ofOneTheHeaviestHoldsWhereSeveralDo() {
        assertThat(
                        golden(
                                Sample.record("crm", "1", "title=Ms@0-20"),
                                Sample.record("hr", "2", "title=Dr@10-30")))
                .containsExactly(value("title", "Ms", 0, 10), value("title", "Dr", 10, 30));
    }

    @Test
    void authorityOutweighsWeight() {
        assertThat(
                        golden(
                                Sample.record("crm", "1", "badge=1@0-20"),
                                Sample.record("hr", "2", "badge=2@10-30")))
                .containsExactly(value("badge", "1", 0, 10), value("badge", "2", 10, 30));
    }

    @Test
    void aTieLeavesNone() {
        assertThat(
                        golden(
                                Sample.record("crm", "1", "title=Ms@0-20"),
                                Sample.record("erp", "2", "title=Dr@10-30")))
                .containsExactly(value("title", "Ms", 0, 10), value("title", "Dr", 20, 30));
    }

    @Test
    void theMajorityOfRecordsCounts() {
        assertThat(
                        golden(
                                Sample.record("crm", "1", "city=Ulm@0-10"),
                                Sample.record("crm", "2", "city=Bonn@0-5", "city=Bonn@0-10"),
                                Sample.record("erp", "3", "city=ULM@0-10")))
                .containsExactly(value("city", "ULM", 0, 10));
    }

    @Test
    void theLatestStartCounts() {
        assertThat(
                        golden(
                                Sample.record("crm", "1", "street=Old@0-10"),
                                Sample.record("crm", "2", "street=New@5-10", "street=Old@-6")))
                .containsExactly(
                        value("street", "Old", Interval.MIN, 5), value("street", "New", 5, 10));
    }

    @Test
    void theHeaviestThenLeastRawValueIsShown() {
        assertThat(
                        golden(
                                Sample.record("crm", "1", "email=A@0-5"),
                                Sample.record("hr", "2", "email=a@5-10", "email=a @10-20")))
                .containsExactly(value("email", "a", 0, 20));
    }

    @Test
    void valuesSortByAttributeThenStart() {
        assertThat(golden(Sample.record("crm", "1", "b=1@0-5", "a=2@5-9", "a=1@1-5")))
                .containsExactly(
                        value("a", "1", 1, 5), value("a", "2", 5, 9), value("b", "1", 0, 5));
    }

    @Test
    void cuttingSortsByTheStartsThatAreLeft() {
        List<GoldenEntry> entries =
                List.of(
                        new GoldenEntry("phone", "6", "6", new Interval(0, 20)),
                        new GoldenEntry("phone", "5", "5", new Interval(5, 20)),
                        new GoldenEntry("phone", "4", "4", new Interval(6, 10)));
        assertThat(GoldenEntry.cut(entries, new Interval(10, 15)))
                .containsExactly(value("phone", "5", 10, 15), value("phone", "6", 10, 15));
    }

    private static List<GoldenValue> golden(NormalizedRecord... records) {
        return GoldenEntry.toValues(
                new GoldenRecord(Sample.ONTOLOGY, Sample.RULES)
                        .of(AttributeTimeline.ofAll(List.of(records), Sample.ONTOLOGY)));
    }

    private static GoldenValue value(String attribute, String value, long start, long end) {
        return new GoldenValue(attribute, value, new Interval(start, end));
    }
}
