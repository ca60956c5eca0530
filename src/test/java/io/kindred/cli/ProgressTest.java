package io.kindred.cli;

import io.kindred.flink.operator.DecodeFunction;
import io.kindred.flink.operator.JobCounts;
import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressTest {

    private static final int COLUMNS = 22;

    private final StringWriter text = new StringWriter();
    private final PrintWriter out = new PrintWriter(text);

    @Test
    void linesComeEveryFiveSecondsAtMost() {
        Progress progress = new Progress.Lines(out);

        show(progress, 9_000, 4_999);
        show(progress, 10_000, 7_000);
        show(progress, 11_000, 11_999);
        show(progress, 12_000, 12_000);

        assertThat(lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("0:07  10,000 records "),
                        line -> assertThat(line).startsWith("0:12  12,000 records "));
    }

    @Test
    void linesOfTheNextRunBeginAnew() {
        Progress progress = new Progress.Lines(out);

        show(progress, 10_000, 7_000);
        progress.end();
        show(progress, 3, 5_000);

        assertThat(lines()).last().isEqualTo("0:05  3 records  0 entities  0:05");
    }

    @Test
    void aBarIsRewrittenInPlaceAndIsNeverAsWideAsTheTerminal() {
        Progress progress = new ProgressBar(out, COLUMNS);

        progress.show(new JobCounts(Map.of()), Progress.Amount.UNKNOWN, Duration.ZERO);
        show(progress, 1_000_000, 1_000);
        show(progress, 7, 2_000);

        assertThat(text.toString()).isEqualTo("\rstarting\r1,000,000 records\r7 records  0:02  ");
        assertThat(text.toString().split("\r")).allMatch(line -> line.length() < COLUMNS - 2);
    }

    @Test
    void aBarIsRemovedAtTheEndOfARun() {
        Progress progress = new ProgressBar(out, COLUMNS);

        progress.end();
        assertThat(text.toString()).isEmpty();
        show(progress, 7, 2_000);
        progress.end();
        progress.end();

        assertThat(text.toString()).isEqualTo("\r7 records  0:02\r" + " ".repeat(17) + "\r");
    }

    @Test
    void whatIsShownIsABarOnATerminalAndOtherwiseNothing() {
        assertThat(ProgressOption.Kind.suiting(true, false)).isEqualTo(ProgressOption.Kind.BAR);
        assertThat(ProgressOption.Kind.suiting(false, false)).isEqualTo(ProgressOption.Kind.NONE);
        assertThat(ProgressOption.Kind.suiting(true, true)).isEqualTo(ProgressOption.Kind.LINES);
        assertThat(ProgressOption.Kind.suiting(false, true)).isEqualTo(ProgressOption.Kind.LINES);
    }

    private static void show(Progress progress, long read, long elapsedMillis) {
        progress.show(
                new JobCounts(Map.of(DecodeFunction.RECORDS_READ, read)),
                Progress.Amount.UNKNOWN,
                Duration.ofMillis(elapsedMillis));
    }

    private List<String> lines() {
        return text.toString().lines().toList();
    }
}
