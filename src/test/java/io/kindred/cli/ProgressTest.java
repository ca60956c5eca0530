package io.kindred.cli;

import io.kindred.flink.operator.DecodeFunction;
import io.kindred.flink.operator.JobCounts;
import io.kindred.flink.operator.ShardCounts;
import io.kindred.storage.shard.ShardMeta.Count;
import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressTest {

    private final StringWriter text = new StringWriter();
    private final Progress progress = new Progress.Lines(new PrintWriter(text));

    @Test
    void saysNothingOfAShortRun() {
        show(1_000, 0);
        show(2_000, 1_000);
        show(3_000, 4_999);

        assertThat(lines()).isEmpty();
    }

    @Test
    void saysWhatWasCountedAfterFiveSeconds() {
        show(10_000, 5_000);

        assertThat(lines())
                .containsExactly(
                        "10,000 records read (2,000/s), 1,234 entities, 5 conflicts,"
                                + " 6 dead letters, 5 s");
    }

    @Test
    void saysSomethingEveryFiveSecondsAtMost() {
        show(10_000, 7_000);
        show(11_000, 7_200);
        show(12_000, 10_000);
        show(13_000, 11_999);
        show(14_000, 12_000);
        show(15_000, 16_999);
        show(16_000, 17_000);

        assertThat(lines())
                .hasSize(3)
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("10,000 ").endsWith(", 7 s"),
                        line -> assertThat(line).startsWith("14,000 ").endsWith(", 12 s"),
                        line -> assertThat(line).startsWith("16,000 ").endsWith(", 17 s"));
    }

    @Test
    void tellsTheRateSinceTheLastLine() {
        show(5_000, 5_000);
        show(9_000, 8_000);
        show(30_000, 15_000);
        show(30_000, 1_215_500);

        assertThat(lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("5,000 records read (1,000/s), "),
                        line -> assertThat(line).startsWith("30,000 records read (2,500/s), "),
                        line ->
                                assertThat(line)
                                        .startsWith("30,000 records read (0/s), ")
                                        .endsWith(", 1,215 s"));
    }

    @Test
    void countsAsNoughtWhatNobodyHasCountedYet() {
        progress.show(new JobCounts(Map.of()), Duration.ofSeconds(5));

        assertThat(lines())
                .containsExactly(
                        "0 records read (0/s), 0 entities, 0 conflicts, 0 dead letters, 5 s");
    }

    private void show(long read, long elapsedMillis) {
        Map<String, Object> counted =
                Map.of(
                        DecodeFunction.RECORDS_READ,
                        read,
                        DecodeFunction.DEAD_LETTERS_COUNT,
                        6L,
                        ShardCounts.name(Count.ENTITIES),
                        1_234L,
                        ShardCounts.name(Count.CONFLICTS),
                        5L);
        progress.show(new JobCounts(counted), Duration.ofMillis(elapsedMillis));
    }

    private List<String> lines() {
        return text.toString().lines().toList();
    }
}
