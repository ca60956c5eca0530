package io.kindred.ontology;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads dates in given formats and writes them as {@code yyyy-MM-dd}. A single result is the one of
 * the first format that fits; keys and conditions take what each format reads, so that with {@code
 * MM/dd/yyyy} and {@code dd/MM/yyyy} 03/04/2020 is the 4th of March and the 3rd of April. A value
 * that no format fits becomes empty: what is no date agrees with no date. Fits means as a whole,
 * with as many digits as the format has letters, as a day that exists, in the years 0 to 9999.
 *
 * <p>Formats are those of {@link DateTimeFormatter}; months are read by their English names,
 * whatever the case; years of two digits are from 2000 to 2099.
 */
public final class DateFormats implements Normalizer {

    /** Of all days, 2003-02-01 has another number for each field. */
    private static final ZonedDateTime SAMPLE =
            ZonedDateTime.of(2003, 2, 1, 4, 5, 6, 0, ZoneOffset.UTC);

    private static final int MAX_YEAR = 9999;

    private final List<String> formats;
    private final List<DateTimeFormatter> formatters;

    /**
     * A step for dates.
     *
     * @throws IllegalArgumentException if there are no formats, or one of them gives no date; it
     *     says which
     */
    public DateFormats(List<String> formats) {
        if (formats.isEmpty()) {
            throw new IllegalArgumentException("no formats");
        }
        this.formats = List.copyOf(formats);
        this.formatters = formats.stream().map(DateFormats::formatter).toList();
    }

    public List<String> formats() {
        return formats;
    }

    @Override
    public String apply(String value) {
        for (DateTimeFormatter formatter : formatters) {
            Optional<String> date = read(formatter, value);
            if (date.isPresent()) {
                return date.get();
            }
        }
        return "";
    }

    @Override
    public List<String> applyAll(String value) {
        List<String> dates = new ArrayList<>();
        for (DateTimeFormatter formatter : formatters) {
            read(formatter, value).filter(date -> !dates.contains(date)).ifPresent(dates::add);
        }
        return dates;
    }

    @Override
    public boolean hasSeveral() {
        return formats.size() > 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DateFormats dates && formats.equals(dates.formats);
    }

    @Override
    public int hashCode() {
        return formats.hashCode();
    }

    @Override
    public String toString() {
        return "DateFormats" + formats;
    }

    private static DateTimeFormatter formatter(String format) {
        try {
            // Strictly, a year y needs an era; u does not.
            DateTimeFormatter formatter =
                    new DateTimeFormatterBuilder()
                            .parseCaseInsensitive()
                            .appendPattern(format.replace('y', 'u'))
                            .toFormatter(Locale.ENGLISH)
                            .withResolverStyle(ResolverStyle.STRICT);
            if (read(formatter, formatter.format(SAMPLE)).isPresent()) {
                return formatter;
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(noDate(format), e);
        }
        throw new IllegalArgumentException(noDate(format));
    }

    private static String noDate(String format) {
        return "no format of dates such as yyyy-MM-dd: " + format;
    }

    private static Optional<String> read(DateTimeFormatter formatter, String value) {
        // Most values fit one format only, and exceptions are slow.
        ParsePosition end = new ParsePosition(0);
        if (formatter.parseUnresolved(value, end) == null || end.getIndex() < value.length()) {
            return Optional.empty();
        }
        try {
            LocalDate date = LocalDate.parse(value, formatter);
            return date.getYear() >= 0 && date.getYear() <= MAX_YEAR
                    ? Optional.of(date.toString())
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
