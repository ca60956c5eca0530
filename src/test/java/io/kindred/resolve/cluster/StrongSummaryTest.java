package io.kindred.resolve.cluster;

import io.kindred.resolve.Sample;
import io.kindred.resolve.cluster.StrongValues.SlotValue;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class StrongSummaryTest {

    @Test
    void differentValuesAtOnceAreAConflict() {
        assertThat(inConflict(slotValue(0, 1, 0, 10), slotValue(0, 2, 9, 20))).isTrue();
        assertThat(inConflict(slotValue(0, 1, 0, 10), slotValue(0, 2, 10, 20))).isFalse();
        assertThat(inConflict(slotValue(0, 1, 0, 10), slotValue(0, 1, 0, 10))).isFalse();
        assertThat(inConflict(slotValue(0, 1, 0, 10), slotValue(1, 2, 0, 10))).isFalse();
    }

    @Test
    void aRecordThatContradictsItselfConflictsWithEachOfItsValues() {
        StrongSummary both = summary(slotValue(0, 1, 0, 10), slotValue(0, 2, 5, 8));
        assertThat(both.conflictsWith(summary(slotValue(0, 1, 0, 5)))).isFalse();
        assertThat(both.conflictsWith(summary(slotValue(0, 1, 4, 6)))).isTrue();
        assertThat(both.conflictsWith(summary(slotValue(0, 2, 7, 9)))).isTrue();
        assertThat(both.conflictsWith(summary(slotValue(0, 1, 8, 10)))).isFalse();
        List<SlotValue> visited = new ArrayList<>();
        both.forEachValue(visited::add);
        assertThat(visited).contains(slotValue(0, 1, 0, 10), slotValue(0, 2, 5, 8));
    }

    @Test
    void tellsTheSlotsInConflict() {
        StrongSummary one =
                summary(slotValue(0, 1, 0, 10), slotValue(1, 5, 0, 10), slotValue(2, 7, 0, 10));
        StrongSummary other =
                summary(slotValue(0, 2, 0, 10), slotValue(1, 5, 0, 10), slotValue(2, 8, 9, 10));
        List<Integer> slots = new ArrayList<>();
        one.forEachConflict(other, slots::add);
        assertThat(slots).containsExactlyInAnyOrder(0, 2);
    }

    @Test
    void joinedClustersHoldWhatBothHeld() {
        StrongSummary all =
                StrongSummary.joined(
                        summary(slotValue(0, 1, 0, 10), slotValue(0, 2, 20, 30)),
                        summary(slotValue(0, 1, 5, 20), slotValue(1, 5, 0, 1)));
        assertThat(pieces(all))
                .containsExactlyInAnyOrder(
                        slotValue(0, 1, 0, 20), slotValue(0, 2, 20, 30), slotValue(1, 5, 0, 1));
        assertThat(all.size()).isEqualTo(3);
        assertThat(all.conflictsWith(summary(slotValue(0, 3, 15, 16)))).isTrue();
    }

    @Test
    void recordsAreContestedWhereDifferentValuesOverlapInAScope() {
        assertThat(areContested()).isFalse();
        assertThat(areContested("crm:ssn=1@0-10", "crm:ssn=1@10-20", "hr:ssn=2@20-30")).isFalse();
        assertThat(areContested("crm:ssn=1@0-40", "crm:ssn=1@10-20", "hr:ssn=2@20-30")).isTrue();
        assertThat(areContested("crm:badge=1", "hr:badge=2")).isFalse();
        assertThat(areContested("crm:badge=1", "hr:badge=2", "hr:badge=1@0-1")).isTrue();
        assertThat(areContested("crm:ssn=1", "hr:badge=2", "crm:city=3")).isFalse();
    }

    private static boolean areContested(String... records) {
        List<NormalizedRecord> all = new ArrayList<>();
        for (String each : records) {
            String[] parts = each.split(":", -1);
            all.add(Sample.record(parts[0], "r" + all.size(), parts[1]));
        }
        return StrongValues.areContested(all, Sample.RULES);
    }

    private static boolean inConflict(SlotValue a, SlotValue b) {
        boolean inConflict = summary(a).conflictsWith(summary(b));
        assertThat(summary(b).conflictsWith(summary(a))).isEqualTo(inConflict);
        return inConflict;
    }

    private static List<SlotValue> pieces(StrongSummary summary) {
        List<SlotValue> pieces = new ArrayList<>();
        summary.forEachPiece(
                (slot, value, interval) -> pieces.add(new SlotValue(slot, value, interval)));
        return pieces;
    }

    private static StrongSummary summary(SlotValue... values) {
        return StrongSummary.of(Stream.of(values).toList());
    }

    private static SlotValue slotValue(int slot, int value, long start, long end) {
        return new SlotValue(slot, value, new Interval(start, end));
    }
}
