package io.kindred.cli;

import io.kindred.cli.Progress.Amount;
import io.kindred.flink.operator.DecodeFunction;
import io.kindred.flink.operator.JobCounts;
import io.kindred.flink.operator.ShardCounts;
import io.kindred.storage.shard.ShardMeta.Count;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressLineTest {

    private static final int WIDE = 1000;

    private final ProgressLine line = new ProgressLine();

    @Test
    void hasTheShareOfTheBytesTheRateAndTheTimeLeft() {
        add(2, 0, 0, 1000);
        add(12, 98_120, 630, 1000);

        assertThat(line.text(WIDE))
                .isEqualTo(
                        " 63 %  98,120 of about 160,000 records  9,812/s  1,234 entities  0:06 left");
    }

    @Test
    void saysThatTheJobStartsUntilSomethingIsCounted() {
        line.add(new JobCounts(Map.of()), new Amount(0, 1000), Duration.ofSeconds(3));
        assertThat(line.text(WIDE)).isEqualTo("starting");

        add(4, 0, 0, 1000);
        assertThat(line.text(WIDE)).isEqualTo("  0 %  0 records  1,234 entities");
    }

    @Test
    void keepsWhatItHasWhileCountsAreNotReported() {
        add(1, 100, 10, 1000);
        line.add(new JobCounts(Map.of()), Amount.UNKNOWN, Duration.ofSeconds(2));

        assertThat(line.text(WIDE)).isEqualTo("  1 %  100 records  1,234 entities");
    }

    @Test
    void makesNoForecastInTheFirstSeconds() {
        add(3, 0, 0, 1000);
        add(7, 4_000, 400, 1000);
        assertThat(line.text(WIDE)).isEqualTo(" 40 %  4,000 records  1,000/s  1,234 entities");

        add(8, 5_000, 500, 1000);
        assertThat(line.text(WIDE)).contains(" of about 10,000 records ").endsWith(" 0:05 left");
    }

    @Test
    void makesNoForecastWhileNothingIsRead() {
        add(0, 4_000, 400, 1000);
        add(10, 4_000, 400, 1000);

        assertThat(line.text(WIDE)).contains("  0/s  ").doesNotContain("left");
    }

    @Test
    void looksBackFifteenSeconds() {
        IntStream.rangeClosed(0, 100).forEach(second -> add(second, second, second, 100_000));
        IntStream.rangeClosed(1, 15)
                .forEach(
                        second ->
                                add(100 + second, 100 + 50L * second, 100 + 50L * second, 100_850));

        assertThat(line.text(WIDE)).contains("  50/s  ").endsWith("  33:20 left");
    }

    @Test
    void isNeverDoneBeforeTheEnd() {
        add(0, 0, 0, 1000);
        add(10, 999, 999, 1000);
        assertThat(line.text(WIDE)).startsWith(" 99 %  999 of about 1,000 records ");

        add(11, 1_001, 1000, 1000);
        assertThat(line.text(WIDE)).isEqualTo(" 99 %  1,001 records  1,234 entities  finishing");
    }

    @Test
    void saysHowManyResultsAreWritten() {
        add(0, 0, 0, 1000);
        add(10, 1_000, 1000, 1000, Map.of("last-rows", 2_500L));
        assertThat(line.text(WIDE))
                .isEqualTo(" 99 %  1,000 records  1,234 entities  writing results: 2,500");
    }

    @Test
    void hasNoShareOfInputWithoutSize() {
        add(0, 0, 0, 0);
        add(72, 7_200, 5, 0);
        assertThat(line.text(WIDE)).isEqualTo("7,200 records  100/s  1,234 entities  1:12");

        add(80, 8_000, 5, 0, Map.of("last-rows", 1L));
        assertThat(line.text(WIDE)).isEqualTo("8,000 records  1,234 entities  writing results: 1");
    }

    @Test
    void hasDeadLettersIfThereAreAny() {
        add(0, 0, 0, 0, Map.of(DecodeFunction.DEAD_LETTERS_COUNT, 12L));

        assertThat(line.text(WIDE)).isEqualTo("0 records  1,234 entities  12 dead letters  0:00");
    }

    @Test
    void leavesOutWhatDoesNotFit() {
        add(2, 0, 0, 1000);
        add(12, 98_120, 630, 1000, Map.of(DecodeFunction.DEAD_LETTERS_COUNT, 7L));

        assertThat(line.text(89))
                .isEqualTo(
                        " 63 %  98,120 records  9,812/s  1,234 entities  7 dead letters  0:06 left");
        assertThat(line.text(64))
                .isEqualTo(" 63 %  98,120 records  1,234 entities  7 dead letters  0:06 left");
        assertThat(line.text(63)).isEqualTo(" 63 %  98,120 records  1,234 entities  0:06 left");
        assertThat(line.text(40)).isEqualTo(" 63 %  98,120 records  0:06 left");
        assertThat(line.text(30)).isEqualTo(" 63 %  98,120 records");
        assertThat(line.text(20)).isEqualTo("98,120 records");
        assertThat(line.text(5)).isEqualTo("98,12");
    }

    @Test
    void timesHaveHoursIfNeeded() {
        assertThat(ProgressLine.time(Duration.ofSeconds(59))).isEqualTo("0:59");
        assertThat(ProgressLine.time(Duration.ofSeconds(3_599))).isEqualTo("59:59");
        assertThat(ProgressLine.time(Duration.ofSeconds(90_061))).isEqualTo("25:01:01");
    }

    private void add(int second, long records, long bytes, long total) {
        add(second, records, bytes, total, Map.of());
    }

    private void add(int second, long records, long bytes, long total, Map<String, Object> others) {
        Map<String, Object> counts = new HashMap<>(others);
        counts.put(DecodeFunction.RECORDS_READ, records);
        counts.put(ShardCounts.name(Count.ENTITIES), 1_234L);
        line.add(new JobCounts(counts), new Amount(bytes, total), Duration.ofSeconds(second));
    }
}
