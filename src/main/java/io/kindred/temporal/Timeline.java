package io.kindred.temporal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;

/** The format of points of time in inputs and outputs. */
public enum Timeline {
    /**
     * Epoch milliseconds in UTC. Inputs are ISO-8601 dates, date-times with or without an offset,
     * or integers. Outputs are formatted by {@link Instant#toString}.
     */
    MILLIS {
        @Override
        public long parse(String text) {
            try {
                return IsoTime.parse(text).in(ZoneOffset.UTC).toEpochMilli();
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

    /** Opaque integers, in inputs and outputs. */
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

    /**
     * Parses a point of time.
     *
     * @throws IllegalArgumentException if the text is not in this timeline's format
     */
    public abstract long parse(String text);

    /** Formats a finite point. For {@link #MILLIS} this is the inverse of {@link #parse}. */
    public abstract String format(long point);

    /** Formats a bound as part of an id; an infinite bound is the empty string. */
    public String formatBound(long point) {
        return point == Interval.MIN || point == Interval.MAX ? "" : format(point);
    }
}
