package io.kindred.resolve.cluster;

import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class RunTest {

    @Test
    void nothingRunsWithoutEntries() {
        assertThat(Run.of(Map.of())).isEmpty();
        assertThat(Run.of(Map.of("a", IntervalSet.EMPTY))).isEmpty();
    }

    @Test
    void goesOnWhileAnEntryStartsBeforeItsGreatestEnd() {
        assertThat(Run.of(Map.of("a", times(0, 10), "b", times(1, 3), "c", times(9, 12))))
                .containsExactly(new Run<>(new Interval(0, 12), Set.of("a", "b", "c")));
    }

    @Test
    void endsWhereTheNextEntryOnlyTouches() {
        assertThat(Run.of(Map.of("a", times(0, 10), "b", times(10, 20), "c", times(30, 40))))
                .containsExactly(
                        new Run<>(new Interval(0, 10), Set.of("a")),
                        new Run<>(new Interval(10, 20), Set.of("b")),
                        new Run<>(new Interval(30, 40), Set.of("c")));
    }

    @Test
    void holdsAMemberWhereverItHasAnEntry() {
        IntervalSet twice = IntervalSet.of(List.of(new Interval(0, 5), new Interval(8, 9)));
        assertThat(Run.of(Map.of("a", twice, "b", times(4, 6))))
                .containsExactly(
                        new Run<>(new Interval(0, 6), Set.of("a", "b")),
                        new Run<>(new Interval(8, 9), Set.of("a")));
    }

    private static IntervalSet times(long start, long end) {
        return IntervalSet.of(new Interval(start, end));
    }
}
