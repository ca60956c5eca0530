package io.kindred.codec;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A pattern of {@link DateTimeFormatter} with English names in any case. It has at least a year;
 * what it lacks begins with the first month, day and midnight.
 */
final class TimePattern {

    private static final ZonedDateTime SAMPLE =
            ZonedDateTime.of(2019, 11, 28, 13, 14, 15, 123_456_789, ZoneId.of("Europe/Paris"));

    private static final Pattern LITERAL = Pattern.compile("'[^']*'");

    private final DateTimeFormatter formatter;
    private final ChronoUnit precision;

    private TimePattern(DateTimeFormatter formatter, ChronoUnit precision) {
        this.formatter = formatter;
        this.precision = precision;
    }

    /**
     * The pattern of a text.
     *
     * @throws IllegalArgumentException saying why it is no pattern of points of time
     */
    static TimePattern of(String text) {
        TimePattern pattern =
                new TimePattern(
                        new DateTimeFormatterBuilder()
                                .parseCaseInsensitive()
                                .appendPattern(text)
                                // Without it, yyyy would be no year to a strict formatter.
                                .parseDefaulting(ChronoField.ERA, 1)
                                .toFormatter(Locale.ENGLISH)
                                .withResolverStyle(ResolverStyle.STRICT),
                        precision(LITERAL.matcher(text).replaceAll("")));
        pattern.check();
        return pattern;
    }

    /** A pattern that does not read what it writes, such as {@code yyyy-mm-dd}, loses something. */
    private void check() {
        String written = "";
        try {
            written = formatter.format(SAMPLE);
            TimeSpan read = read(written, SAMPLE.getZone());
            if (formatter.format(read.first().atZone(zone(written))).equals(written)) {
                return;
            }
        } catch (DateTimeException e) {
            // Unreadable: rejected below.
        }
        throw new IllegalArgumentException(
                "it writes 2019-11-28 13:14 as '"
                        + written
                        + "', which cannot be read back; year is yyyy, month MM, day dd, hour HH,"
                        + " minute mm, second ss");
    }

    private ZoneId zone(String text) {
        ZoneId zone = formatter.parse(text).query(TemporalQueries.zone());
        return zone == null ? SAMPLE.getZone() : zone;
    }

    /**
     * Reads a text.
     *
     * @param zone for a text without a zone or offset
     * @throws DateTimeException if the pattern does not match
     */
    TimeSpan read(String text, ZoneId zone) {
        TemporalAccessor parsed = formatter.parse(text);
        ZoneId given = parsed.query(TemporalQueries.zone());
        ZoneId place = given == null ? zone : given;
        LocalDate date = parsed.query(TemporalQueries.localDate());
        if (date == null) {
            return part(parsed, place);
        }
        LocalTime time = parsed.query(TemporalQueries.localTime());
        return time == null
                ? TimeSpan.of(date.atStartOfDay(), place, ChronoUnit.DAYS)
                : TimeSpan.of(date.atTime(time), place, precision);
    }

    private static TimeSpan part(TemporalAccessor parsed, ZoneId zone) {
        Year year = Year.from(parsed);
        return parsed.isSupported(ChronoField.MONTH_OF_YEAR)
                ? TimeSpan.of(
                        year.atMonth(parsed.get(ChronoField.MONTH_OF_YEAR)).atDay(1).atStartOfDay(),
                        zone,
                        ChronoUnit.MONTHS)
                : TimeSpan.of(year.atDay(1).atStartOfDay(), zone, ChronoUnit.YEARS);
    }

    /** The smallest unit of time of day that a pattern without literals has. */
    private static ChronoUnit precision(String letters) {
        if (letters.matches(".*[SnNA].*")) {
            return ChronoUnit.MILLIS;
        }
        if (letters.contains("s")) {
            return ChronoUnit.SECONDS;
        }
        return letters.contains("m") ? ChronoUnit.MINUTES : ChronoUnit.HOURS;
    }
}
