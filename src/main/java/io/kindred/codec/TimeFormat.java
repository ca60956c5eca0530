package io.kindred.codec;

import org.jspecify.annotations.Nullable;

import java.io.Serializable;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * How the columns of a mapping write times.
 *
 * @param unit the unit of numbers; if empty, numbers are milliseconds, and those that hardly can be
 *     are rejected
 * @param patterns patterns of {@link java.time.format.DateTimeFormatter}, or {@link #ISO}; tried in
 *     order. If empty, texts are dates and date-times of ISO-8601
 * @param zone where dates and times without an offset hold
 * @param inclusiveEnd whether an end is the last valid day, second or the like
 * @param openStart values that mean no start, besides {@code -infinity}
 * @param openEnd values that mean no end, besides {@code infinity}
 * @param dropsUnreadable whether a value whose start or end cannot be read is dropped; otherwise
 *     the whole record is rejected
 */
public record TimeFormat(
        Optional<Unit> unit,
        List<String> patterns,
        ZoneId zone,
        boolean inclusiveEnd,
        List<String> openStart,
        List<String> openEnd,
        boolean dropsUnreadable)
        implements Serializable {

    /** Stands for ISO-8601 among patterns. */
    public static final String ISO = "iso";

    /** No settings. */
    public static final TimeFormat DEFAULT =
            new TimeFormat(
                    Optional.empty(),
                    List.of(),
                    ZoneOffset.UTC,
                    false,
                    List.of(),
                    List.of(),
                    false);

    /** The unit of numbers, counted from 1970-01-01 unless it says otherwise. */
    public enum Unit {
        S,
        MS,
        US,
        NS,
        /** A whole number is a date; a fraction is a time of that day. */
        DAYS,
        /** Days as spreadsheets count them: 1900-03-01 is 61. */
        EXCEL_DAYS
    }

    public TimeFormat {
        patterns = List.copyOf(patterns);
        openStart = List.copyOf(openStart);
        openEnd = List.copyOf(openEnd);
    }

    /**
     * Checks a pattern.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static void checkPattern(String pattern) {
        TimePattern.of(pattern);
    }

    // Optional is not serialisable, so an optional part is serialised as null.
    private Object writeReplace() {
        return new Wire(
                unit.orElse(null),
                patterns,
                zone,
                inclusiveEnd,
                openStart,
                openEnd,
                dropsUnreadable);
    }

    private record Wire(
            @Nullable Unit unit,
            List<String> patterns,
            ZoneId zone,
            boolean inclusiveEnd,
            List<String> openStart,
            List<String> openEnd,
            boolean dropsUnreadable)
            implements Serializable {

        private Object readResolve() {
            return new TimeFormat(
                    Optional.ofNullable(unit),
                    patterns,
                    zone,
                    inclusiveEnd,
                    openStart,
                    openEnd,
                    dropsUnreadable);
        }
    }
}
