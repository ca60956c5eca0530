package io.kindred.temporal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An ISO-8601 date, or a date-time with or without an offset.
 *
 * @param local a date is its midnight
 * @param offset empty if the text has none
 * @param precision the smallest unit that the text has: days, minutes, seconds, or milliseconds for
 *     any fraction of a second
 */
public record IsoTime(LocalDateTime local, Optional<ZoneOffset> offset, ChronoUnit precision) {

    /**
     * A local date-time to the nanosecond, further digits, which are ignored, and an optional
     * offset.
     */
    private static final Pattern DATE_TIME =
            Pattern.compile(
                    "([^T]+T([0-9:]+)(\\.[0-9]{1,9})?)[0-9]*"
                            + "(Z|[+-][0-9]{2}(?::?[0-9]{2}|:[0-9]{2}:[0-9]{2})?)?",
                    Pattern.CASE_INSENSITIVE);

    private static final int HOUR_AND_MINUTE = "00:00".length();

    /**
     * Parses a date or date-time.
     *
     * @throws java.time.DateTimeException if the text is neither
     */
    public static IsoTime parse(String text) {
        Matcher dateTime = DATE_TIME.matcher(text);
        if (!dateTime.matches()) {
            return new IsoTime(
                    LocalDate.parse(text).atStartOfDay(), Optional.empty(), ChronoUnit.DAYS);
        }
        return new IsoTime(
                LocalDateTime.parse(dateTime.group(1)),
                Optional.ofNullable(dateTime.group(4))
                        .map(offset -> ZoneOffset.of(offset.toUpperCase(Locale.ROOT))),
                precision(dateTime));
    }

    private static ChronoUnit precision(Matcher dateTime) {
        if (dateTime.group(3) != null) {
            return ChronoUnit.MILLIS;
        }
        return dateTime.group(2).length() > HOUR_AND_MINUTE
                ? ChronoUnit.SECONDS
                : ChronoUnit.MINUTES;
    }

    /** The instant, with a zone for a text without an offset. */
    public Instant in(ZoneId zone) {
        return local.atZone(offset.map(ZoneId.class::cast).orElse(zone)).toInstant();
    }
}
