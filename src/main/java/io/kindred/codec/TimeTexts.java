package io.kindred.codec;

import io.kindred.temporal.IsoTime;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads texts as times: in ISO-8601, also with a space instead of {@code T}, or by patterns. */
final class TimeTexts {

    /** In characters. Longer text is rejected without parsing. */
    private static final int MAX_CHARS = 100;

    /** A date-time as databases print it. */
    private static final Pattern SPACED =
            Pattern.compile("([0-9+-]+) +([0-9:.]+) *(?:(UTC)|([Zz]|[+-][0-9:]+))?");

    private final ZoneId zone;
    private final String expected;
    private final List<Reader> readers = new ArrayList<>();

    TimeTexts(TimeFormat format) {
        this.zone = format.zone();
        if (format.patterns().isEmpty()) {
            readers.add(TimeTexts::iso);
            expected =
                    "a date or date-time such as 2020-01-31 or 2020-01-31T10:00:00Z; for"
                            + " another notation write time: {format: dd/MM/yyyy} or the like";
        } else {
            format.patterns().forEach(pattern -> readers.add(reader(pattern)));
            expected = "a time in the format " + String.join(" or ", format.patterns());
        }
    }

    /** Throws a {@link DateTimeException} if a text is not in its format. */
    @FunctionalInterface
    private interface Reader {
        TimeSpan read(String text, ZoneId zone);
    }

    private static Reader reader(String pattern) {
        return pattern.equals(TimeFormat.ISO) ? TimeTexts::iso : TimePattern.of(pattern)::read;
    }

    TimeSpan read(String text, String column) throws RejectedInputException {
        if (text.length() > MAX_CHARS) {
            throw new RejectedInputException(
                    column + " is " + InputText.quoted(text) + ", too long for a time");
        }
        for (Reader reader : readers) {
            try {
                return reader.read(text, zone);
            } catch (DateTimeException e) {
                // The next may read it.
            }
        }
        throw new RejectedInputException(
                column + " is " + InputText.quoted(text) + ", expected " + expected);
    }

    /** Reads a date or date-time. */
    static TimeSpan iso(String text, ZoneId zone) {
        Matcher spaced = SPACED.matcher(text);
        IsoTime time = IsoTime.parse(spaced.matches() ? joined(spaced) : text);
        return TimeSpan.of(
                time.local(), time.offset().map(ZoneId.class::cast).orElse(zone), time.precision());
    }

    private static String joined(Matcher spaced) {
        String local = spaced.group(1) + 'T' + spaced.group(2);
        if (spaced.group(3) != null) {
            return local + 'Z';
        }
        return spaced.group(4) == null ? local : local + spaced.group(4);
    }
}
