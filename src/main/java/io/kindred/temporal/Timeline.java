package io.kindred.temporal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How points of time are written in inputs and outputs. */
public enum Timeline {
    /**
     * Points are epoch milliseconds, UTC. In: ISO-8601 dates, date-times with or without offset, or
     * integers. Out: instants as {@link Instant} prints them.
     */
    MILLIS {
        @Override
        public long parse(String text) {
            try {
                return toInstant(text).toEpochMilli();
            } catch (DateTimeException | ArithmeticException e) {
                throw new IllegalArgumentException(
                        "'"
                                + text
                                + "' is not an ISO-8601 date or date-time on the timeline millis",
                        e);
            }
        }

        @Override
        public String format(long point) {
            return Instant.ofEpochMilli(point).toString();
        }
    },

    /** Points are opaque integers, in and out. */
    INTEGER {
        @Override
        public long parse(String text) {
            throw new IllegalArgumentException(
                    "'" + text + "' is a string, and the timeline integer takes integers");
        }

        @Override
        public String format(long point) {
            return Long.toString(point);
        }
    };

    /** A local date-time to the nanosecond, more digits, and an offset in any of its forms. */
    private static final Pattern DATE_TIME =
            Pattern.compile(
                    "([^T]+T[0-9:]+(?:\\.[0-9]{1,9})?)[0-9]*"
                            + "(Z|[+-][0-9]{2}(?::?[0-9]{2}|:[0-9]{2}:[0-9]{2})?)?",
                    Pattern.CASE_INSENSITIVE);

    /**
     * The point that the text names.
     *
     * @throws IllegalArgumentException if the timeline has no such text
     */
    public abstract long parse(String text);

    /** How a finite point is shown: the inverse of {@link #parse} for {@link #MILLIS}. */
    public abstract String format(long point);

    /** How a bound is shown where a name is made of it: an infinite one is the empty string. */
    public String formatBound(long point) {
        return point == Interval.MIN || point == Interval.MAX ? "" : format(point);
    }

    private static Instant toInstant(String text) {
        Matcher dateTime = DATE_TIME.matcher(text);
        if (!dateTime.matches()) {
            return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        String offset = dateTime.group(2);
        return LocalDateTime.parse(dateTime.group(1))
                .toInstant(
                        offset == null
                                ? ZoneOffset.UTC
                                : ZoneOffset.of(offset.toUpperCase(Locale.ROOT)));
    }
}
