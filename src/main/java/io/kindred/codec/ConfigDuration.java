package io.kindred.codec;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads durations in configuration files: days, hours, minutes and seconds of ISO-8601, such as
 * {@code P730D}, {@code PT12H} or {@code P1DT2H}. A day has 24 hours. Years, months and weeks are
 * errors, since years and months have no fixed length; so are negative durations.
 */
public final class ConfigDuration {

    /** What is expected, for errors. */
    static final String EXPECTED =
            "a duration in days, hours, minutes and seconds, such as P730D or PT12H";

    private static final Pattern DURATION =
            Pattern.compile(
                    "P(?:(\\d+)D)?(?:T(?=\\d)(?:(\\d+)H)?(?:(\\d+)M)?(?:(\\d+)(?:\\.(\\d{1,3}))?S)?)?");

    private static final Pattern CALENDAR = Pattern.compile("[-+]?P[^T]*[YMW].*");
    private static final Pattern NEGATIVE = Pattern.compile("-P.*|P.*-\\d.*");

    private ConfigDuration() {}

    /**
     * The length of a duration in milliseconds, 0 or more.
     *
     * @throws InvalidConfigException if the value is no such duration, or does not fit 64 bits
     */
    public static long millis(ConfigNode node) {
        if (!node.isString()) {
            throw node.expected(EXPECTED);
        }
        String text = node.string();
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches() || text.equals("P")) {
            throw node.invalid(problem(text));
        }
        try {
            long millis = 0;
            millis = added(millis, parts.group(1), 24L * 60 * 60 * 1000);
            millis = added(millis, parts.group(2), 60L * 60 * 1000);
            millis = added(millis, parts.group(3), 60L * 1000);
            millis = added(millis, parts.group(4), 1000);
            String fraction = parts.group(5);
            return fraction == null ? millis : added(millis, (fraction + "00").substring(0, 3), 1);
        } catch (ArithmeticException | NumberFormatException e) {
            throw node.invalid("'" + text + "' is longer than 64 bits of milliseconds");
        }
    }

    private static long added(long millis, String number, long unit) {
        return number == null
                ? millis
                : Math.addExact(millis, Math.multiplyExact(Long.parseLong(number), unit));
    }

    private static String problem(String text) {
        String found = "expected " + EXPECTED + ", found '" + text + "'";
        if (CALENDAR.matcher(text).matches()) {
            return found + "; years, months and weeks are not allowed, write days";
        }
        return NEGATIVE.matcher(text).matches() ? found + "; it must not be negative" : found;
    }
}
