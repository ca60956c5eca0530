package io.kindred.table.postgres;

import io.kindred.temporal.Timeline;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/** Points of time and ranges as PostgreSQL reads them. */
final class PostgresTime {

    /** The earliest {@code timestamptz}. */
    private static final long MIN = Instant.parse("-4713-11-24T00:00:00Z").toEpochMilli();

    /** The first millisecond after the last {@code timestamptz}. */
    private static final long END = Instant.parse("+294277-01-01T00:00:00Z").toEpochMilli();

    private PostgresTime() {}

    /**
     * A {@code timestamptz}. Points that PostgreSQL has none for are {@code infinity} or {@code
     * -infinity}.
     *
     * @param millis since the epoch
     */
    static String timestamp(long millis) {
        if (millis < MIN) {
            return "-infinity";
        }
        if (millis >= END) {
            return "infinity";
        }
        OffsetDateTime time = Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
        int year = time.getYear();
        return String.format(
                Locale.ROOT,
                "%04d-%02d-%02d %02d:%02d:%02d.%03d+00%s",
                year > 0 ? year : 1 - year,
                time.getMonthValue(),
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond(),
                time.getNano() / 1_000_000,
                year > 0 ? "" : " BC");
    }

    /**
     * A range from a start to before an end.
     *
     * @param start null for the infinite past
     * @param end null for the infinite future
     */
    static String range(Timeline timeline, @Nullable Long start, @Nullable Long end) {
        return '[' + bound(timeline, start) + ',' + bound(timeline, end) + ')';
    }

    private static String bound(Timeline timeline, @Nullable Long point) {
        if (point == null) {
            return "";
        }
        return timeline == Timeline.INTEGER ? point.toString() : '"' + timestamp(point) + '"';
    }
}
