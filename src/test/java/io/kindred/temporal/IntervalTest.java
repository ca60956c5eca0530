package io.kindred.temporal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IntervalTest {

    private static final Interval TEN = new Interval(0, 10);

    @ParameterizedTest
    @CsvSource({"5, 5", "5, 4", "9223372036854775807, -9223372036854775808"})
    void rejectsToBeEmpty(long start, long end) {
        assertThatThrownBy(() -> new Interval(start, end))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("empty interval [%s, %s)", start, end);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 20, false, true",
        "9, 20, true, true",
        "11, 20, false, false",
        "-5, 0, false, true",
        "-5, 1, true, true",
        "-5, -1, false, false",
        "3, 4, true, true",
        "0, 10, true, true",
        "-9223372036854775808, 9223372036854775807, true, true"
    })
    void overlapsMoreThanItTouches(long start, long end, boolean overlaps, boolean touches) {
        Interval other = new Interval(start, end);
        assertThat(TEN.overlaps(other)).isEqualTo(overlaps);
        assertThat(other.overlaps(TEN)).isEqualTo(overlaps);
        assertThat(TEN.overlapsOrTouches(other)).isEqualTo(touches);
        assertThat(other.overlapsOrTouches(TEN)).isEqualTo(touches);
    }

    @Test
    void intersectsAndSpans() {
        Interval other = new Interval(5, Interval.MAX);
        assertThat(TEN.intersection(other)).isEqualTo(new Interval(5, 10));
        assertThat(TEN.span(other)).isEqualTo(new Interval(0, Interval.MAX));
        assertThat(TEN.intersection(Interval.ALWAYS)).isEqualTo(TEN);
        assertThat(TEN.span(new Interval(20, 30))).isEqualTo(new Interval(0, 30));
        assertThatThrownBy(() -> TEN.intersection(new Interval(10, 20)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void containsWhatIsInside() {
        assertThat(TEN.contains(TEN)).isTrue();
        assertThat(TEN.contains(new Interval(3, 10))).isTrue();
        assertThat(TEN.contains(new Interval(-1, 10))).isFalse();
        assertThat(TEN.contains(new Interval(0, 11))).isFalse();
        assertThat(Interval.ALWAYS.contains(TEN)).isTrue();
    }

    @Test
    void ordersByStartThenEnd() {
        List<Interval> sorted =
                List.of(
                        new Interval(Interval.MIN, 0),
                        Interval.ALWAYS,
                        new Interval(-1, 5),
                        new Interval(0, 1),
                        TEN);
        assertThat(Stream.of(4, 2, 0, 3, 1).map(sorted::get).sorted()).isEqualTo(sorted);
    }

    @Test
    void showsInfiniteBounds() {
        assertThat(TEN).hasToString("[0, 10)");
        assertThat(Interval.ALWAYS).hasToString("[-inf, inf)");
    }
}
