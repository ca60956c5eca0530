package io.kindred.codec;

import io.kindred.codec.TimeFormat.Unit;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads times of rows as points on the timeline. What decides how a cell is read is, in this order:
 * a list of open values, the name of the cell's schema, the format's patterns, the format's unit.
 */
final class TimeReader {

    private static final List<String> NO_START = List.of("-infinity");
    private static final List<String> NO_END = List.of("infinity", "+infinity");
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1000;

    private final Timeline timeline;
    private final TimeFormat format;
    private final TimeTexts texts;
    private final Set<String> openStart;
    private final Set<String> openEnd;
    private final Set<Long> openStartPoints;
    private final Set<Long> openEndPoints;

    TimeReader(Timeline timeline, TimeFormat format) {
        this.timeline = timeline;
        this.format = format;
        this.texts = new TimeTexts(format);
        this.openStart = union(NO_START, format.openStart());
        this.openEnd = union(NO_END, format.openEnd());
        this.openStartPoints = points(format.openStart());
        this.openEndPoints = points(format.openEnd());
    }

    /** The start that a cell says, {@link Interval#MIN} if none. */
    long start(Cell cell, String column) throws RejectedInputException {
        if (openStart.contains(text(cell)) || SchemaTime.isNegativeInfinity(cell)) {
            return Interval.MIN;
        }
        long point = point(cell, column, false);
        if (openStartPoints.contains(point)) {
            return Interval.MIN;
        }
        checkBare(cell, point, column);
        return point;
    }

    /** The end that a cell says, {@link Interval#MAX} if none. */
    long end(Cell cell, String column) throws RejectedInputException {
        if (openEnd.contains(text(cell)) || SchemaTime.isPositiveInfinity(cell)) {
            return Interval.MAX;
        }
        long point = point(cell, column, false);
        if (point == Interval.MAX || openEndPoints.contains(point)) {
            return Interval.MAX;
        }
        checkBare(cell, point, column);
        return format.inclusiveEnd() ? point(cell, column, true) : point;
    }

    /** A cell as microseconds since 1970-01-01 UTC, rounded down, whatever the timeline. */
    long micros(Cell cell, String column) throws RejectedInputException {
        try {
            Instant instant = span(cell, column).first();
            checkBare(cell, instant.toEpochMilli(), column);
            return Math.addExact(
                    Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND),
                    instant.getNano() / NANOS_PER_MICRO);
        } catch (DateTimeException | ArithmeticException e) {
            throw outOfRange(cell, column);
        }
    }

    private long point(Cell cell, String column, boolean isAfter) throws RejectedInputException {
        if (timeline == Timeline.INTEGER) {
            return integer(cell, column) + (isAfter ? 1 : 0);
        }
        try {
            TimeSpan span = span(cell, column);
            return (isAfter ? span.next() : span.first()).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw outOfRange(cell, column);
        }
    }

    private static long integer(Cell cell, String column) throws RejectedInputException {
        try {
            return cell.integer(column);
        } catch (RejectedInputException e) {
            throw new RejectedInputException(e.getMessage() + " (timeline: integer)");
        }
    }

    private TimeSpan span(Cell cell, String column) throws RejectedInputException {
        String text = text(cell);
        if (SchemaTime.isTime(cell.schema())) {
            return ofSchema(cell, column);
        }
        if (!format.patterns().isEmpty()) {
            return texts.read(text, column);
        }
        if (format.unit().isPresent()) {
            return TimePoints.isNumber(text)
                    ? TimeSpan.of(new BigDecimal(text), format.unit().get(), format.zone())
                    : texts.read(text, column);
        }
        if (!cell.isInteger()) {
            return texts.read(text, column);
        }
        return TimeSpan.of(BigDecimal.valueOf(cell.integer(column)), Unit.MS, format.zone());
    }

    /** Rejects a number that nothing says to be milliseconds, and that hardly is. */
    private void checkBare(Cell cell, long point, String column) throws RejectedInputException {
        boolean isBare =
                timeline == Timeline.MILLIS
                        && cell.isInteger()
                        && format.unit().isEmpty()
                        && format.patterns().isEmpty()
                        && !SchemaTime.isTime(cell.schema());
        if (isBare) {
            BareNumber.check(point, column);
        }
    }

    private TimeSpan ofSchema(Cell cell, String column) throws RejectedInputException {
        try {
            return SchemaTime.read(cell.schema(), text(cell), format.zone());
        } catch (DateTimeException e) {
            throw new RejectedInputException(
                    column
                            + " is "
                            + InputText.quoted(cell.text())
                            + " of the schema "
                            + cell.schema()
                            + ", expected a date or timestamp");
        }
    }

    private static String text(Cell cell) {
        return cell.text().strip();
    }

    private static RejectedInputException outOfRange(Cell cell, String column) {
        return new RejectedInputException(
                column + " is " + InputText.quoted(cell.text()) + ", out of the range of times");
    }

    private static Set<String> union(List<String> some, List<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    /** The points that values say, so that other notations of the same are found too. */
    private Set<Long> points(List<String> values) {
        Set<Long> points = new HashSet<>();
        for (String value : values) {
            try {
                Cell cell = new Cell.Csv(value);
                long point = point(cell, "", false);
                checkBare(cell, point, "");
                points.add(point);
            } catch (RejectedInputException e) {
                // Found by its text only.
            }
        }
        return points;
    }
}
