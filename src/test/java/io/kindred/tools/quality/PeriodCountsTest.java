package io.kindred.tools.quality;

import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

class PeriodCountsTest {

    private static final long YEAR = 365 * PeriodUnit.DAY;

    @Test
    void countsEachPeriodOnceForARecord() {
        PeriodCounts counts = new PeriodCounts(PeriodUnit.ofValidity(Timeline.INTEGER), 0);
        counts.add("a", List.of(new Interval(2, 4), new Interval(5, 7)));
        counts.add("b", List.of(new Interval(Interval.MIN, 3)));
        counts.add("c", List.of(Interval.ALWAYS));

        PeriodCounts.Chosen chosen = counts.chosen().orElseThrow();

        assertThat(chosen.labels()).containsExactly("2", "3", "4", "5", "6");
        assertThat(chosen.counts().get("a")).containsExactly(1L, 1L, 0L, 1L, 1L);
        assertThat(chosen.counts().get("b")).containsExactly(1L, 0L, 0L, 0L, 0L);
        assertThat(chosen.counts().get("c")).containsExactly(1L, 1L, 1L, 1L, 1L);
    }

    @Test
    void choosesQuartersForAFewYears() {
        PeriodCounts counts = new PeriodCounts(PeriodUnit.ofValidity(Timeline.MILLIS), 0);
        counts.add("a", List.of(new Interval(0, 10 * YEAR)));

        PeriodCounts.Chosen chosen = counts.chosen().orElseThrow();

        assertThat(chosen.unit().name()).isEqualTo("quarter");
        assertThat(chosen.labels())
                .startsWith("1970 Q1", "1970 Q2")
                .endsWith("1979 Q4")
                .hasSize(40);
    }

    @Test
    void doesNotLetAFewOutliersWidenTheChart() {
        PeriodCounts counts = new PeriodCounts(PeriodUnit.ofValidity(Timeline.MILLIS), 0.01);
        counts.add("a", List.of(new Interval(-600 * YEAR, 8_000 * YEAR)));
        LongStream.range(0, 500)
                .forEach(i -> counts.add("a", List.of(new Interval(i * PeriodUnit.DAY, 2 * YEAR))));

        PeriodCounts.Chosen chosen = counts.chosen().orElseThrow();

        assertThat(chosen.unit().name()).isEqualTo("month");
        assertThat(chosen.counts().get("a").get(0)).isEqualTo(32);
    }

    @Test
    void givesUpUnitsThatAreTooFine() {
        PeriodCounts counts = new PeriodCounts(PeriodUnit.ofValidity(Timeline.INTEGER), 0);
        LongStream.range(0, 10_000).forEach(i -> counts.add("a", i * 1_000_000));

        PeriodCounts.Chosen chosen = counts.chosen().orElseThrow();

        assertThat(chosen.unit().name()).isEqualTo("points: 1000000000");
        assertThat(chosen.counts().get("a")).containsOnly(1_000L).hasSize(10);
    }

    @Test
    void choosesNothingWhereNothingBegins() {
        PeriodCounts counts = new PeriodCounts(PeriodUnit.ofValidity(Timeline.MILLIS), 0);
        counts.add("a", List.of(Interval.ALWAYS));

        assertThat(counts.chosen()).isEmpty();
    }
}
