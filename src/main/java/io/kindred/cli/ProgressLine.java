package io.kindred.cli;

import io.kindred.cli.Progress.Amount;
import io.kindred.flink.operator.JobCounts;
import io.kindred.storage.shard.ShardMeta.Count;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The progress of a run in a line, such as {@code 63 % 412,310 of about 650,000 records 9,812/s
 * 211,044 entities 0:24 left}. The rate and the time left are by the last 15 s.
 */
final class ProgressLine {

    private static final Duration WINDOW = Duration.ofSeconds(15);

    /** The time left is shown once the run has taken this long. */
    private static final Duration FORECAST = Duration.ofSeconds(5);

    private static final String GAP = "  ";

    private final Deque<Sample> samples = new ArrayDeque<>();
    private JobCounts counts = new JobCounts(Map.of());
    private Amount input = Amount.UNKNOWN;
    private Duration begun = Duration.ZERO;
    private Duration elapsed = Duration.ZERO;

    private record Sample(Duration at, long records, long bytes) {}

    /** Parts of the line; the greater ones go first if it is too long. */
    private enum Part {
        RECORDS,
        SHARE,
        STATUS,
        ENTITIES,
        DEAD_LETTERS,
        RATE,
        ESTIMATE
    }

    private record Piece(Part part, String text) {}

    /** Takes the progress at a time; counts that are not reported are as they were. */
    void add(JobCounts now, Amount read, Duration at) {
        elapsed = at;
        if (!now.isReported()) {
            return;
        }
        if (samples.isEmpty()) {
            begun = at;
        }
        counts = now;
        input = read;
        samples.add(new Sample(at, now.read(), read.read()));
        // The first one is at least as old as the window, if any is.
        while (samples.size() > 2 && at.minus(second().at()).compareTo(WINDOW) >= 0) {
            samples.remove();
        }
    }

    private Sample second() {
        return samples.stream().skip(1).findFirst().orElseThrow();
    }

    /**
     * The line for what was added last.
     *
     * @param width in characters; what does not fit is left out, the least important parts first
     */
    String text(int width) {
        if (samples.isEmpty()) {
            return cut("starting", width);
        }
        List<Piece> pieces = pieces();
        String text = joined(pieces);
        for (int i = Part.values().length - 1; text.length() > width && i > 0; i--) {
            Part dropped = Part.values()[i];
            pieces.removeIf(piece -> piece.part() == dropped);
            text = joined(pieces);
        }
        return cut(text, width);
    }

    private List<Piece> pieces() {
        boolean isRead = isRead();
        long estimate = estimate();
        List<Piece> pieces = new ArrayList<>();
        if (input.total() > 0) {
            pieces.add(new Piece(Part.SHARE, String.format("%3d %%" + GAP, percent())));
        }
        pieces.add(new Piece(Part.RECORDS, number(counts.read())));
        if (estimate > 0) {
            pieces.add(new Piece(Part.ESTIMATE, " of about " + number(estimate)));
        }
        pieces.add(new Piece(Part.RECORDS, " records"));
        if (samples.size() > 1 && !isRead) {
            pieces.add(
                    new Piece(
                            Part.RATE,
                            GAP + number(rate(counts.read(), oldest().records())) + "/s"));
        }
        pieces.add(
                new Piece(Part.ENTITIES, GAP + number(counts.get(Count.ENTITIES)) + " entities"));
        if (counts.deadLetters() > 0) {
            pieces.add(
                    new Piece(
                            Part.DEAD_LETTERS,
                            GAP + number(counts.deadLetters()) + " dead letters"));
        }
        pieces.add(new Piece(Part.STATUS, status(isRead)));
        return pieces;
    }

    private String status(boolean isRead) {
        if (counts.lastRows() > 0) {
            return GAP + "writing results: " + number(counts.lastRows());
        }
        if (isRead) {
            return GAP + "finishing";
        }
        if (input.total() == 0) {
            return GAP + time(elapsed);
        }
        long rate = rate(input.read(), oldest().bytes());
        long left = input.total() - input.read();
        return isForecast() && rate > 0
                ? GAP + time(Duration.ofSeconds((left + rate - 1) / rate)) + " left"
                : "";
    }

    /** Whether all files are read, or the input has ended. */
    private boolean isRead() {
        return counts.lastRows() > 0 || input.total() > 0 && input.read() >= input.total();
    }

    private boolean isForecast() {
        return elapsed.minus(begun).compareTo(FORECAST) >= 0;
    }

    /** The number of all records, to two digits; 0 if that is not known yet. */
    private long estimate() {
        if (!isForecast() || isRead() || percent() == 0) {
            return 0;
        }
        return BigDecimal.valueOf((double) counts.read() * input.total() / input.read())
                .round(new MathContext(2, RoundingMode.HALF_UP))
                .longValue();
    }

    private long percent() {
        return input.total() == 0 ? 0 : Math.min(99, (long) (100.0 * input.read() / input.total()));
    }

    private Sample oldest() {
        return samples.getFirst();
    }

    /** The rate per second since the oldest sample. */
    private long rate(long now, long then) {
        long millis = samples.getLast().at().minus(oldest().at()).toMillis();
        return millis == 0 ? 0 : Math.round(1000.0 * (now - then) / millis);
    }

    private static String joined(List<Piece> pieces) {
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.text()));
        return text.toString();
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A time such as {@code 0:24} or {@code 1:02:03}. */
    static String time(Duration time) {
        return time.toHours() == 0
                ? String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart())
                : String.format(
                        Locale.ROOT,
                        "%d:%02d:%02d",
                        time.toHours(),
                        time.toMinutesPart(),
                        time.toSecondsPart());
    }
}
