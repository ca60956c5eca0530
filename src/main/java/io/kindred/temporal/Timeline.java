package io.kindred.temporal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;

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
                TemporalAccessor parsed =
                        ISO.parseBest(
                                text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
                return toInstant(parsed).toEpochMilli();
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

    private static final DateTimeFormatter ISO =
            new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE)
                    .optionalStart()
                    .appendLiteral('T')
                    .append(DateTimeFormatter.ISO_LOCAL_TIME)
                    .optionalStart()
                    .parseLenient()
                    .appendOffset("+HH:mm:ss", "Z")
                    .parseStrict()
                    .optionalEnd()
                    .optionalEnd()
                    .toFormatter()
                    .withResolverStyle(java.time.format.ResolverStyle.STRICT)
                    .withChronology(java.time.chrono.IsoChronology.INSTANCE);

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

    private static Instant toInstant(TemporalAccessor parsed) {
        if (parsed instanceof OffsetDateTime dateTime) {
            return dateTime.toInstant();
        }
        if (parsed instanceof LocalDateTime dateTime) {
            return dateTime.toInstant(ZoneOffset.UTC);
        }
        return LocalDate.from(parsed).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
