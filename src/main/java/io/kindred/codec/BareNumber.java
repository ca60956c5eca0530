package io.kindred.codec;

import io.kindred.codec.TimeFormat.Unit;
import io.kindred.temporal.Interval;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Tells numbers that may be epoch milliseconds from those that hardly are: a year, a date of
 * digits, seconds, days and so on.
 */
final class BareNumber {

    private static final long NEAR_EPOCH = Duration.ofDays(366).toMillis();
    private static final long LATE = millis("2201-01-01T00:00:00Z");
    private static final long EARLY = millis("1800-01-01T00:00:00Z");
    private static final List<String> DIGITS = List.of("yyyy", "yyyyMMdd", "yyyyMMddHHmmss");

    private BareNumber() {}

    private static long millis(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    /** Rejects a number that as milliseconds is within a year of 1970, or after 2200. */
    static void check(long millis, String column) throws RejectedInputException {
        boolean isInfinite = millis == Interval.MIN || millis == Interval.MAX;
        if (isInfinite || !isNearEpoch(millis) && millis < LATE) {
            return;
        }
        List<String> meanings = meanings(millis);
        throw new RejectedInputException(
                column
                        + " is "
                        + millis
                        + ", as milliseconds "
                        + Instant.ofEpochMilli(millis)
                        + "; say what it is with time: "
                        + (meanings.isEmpty()
                                ? "{unit: …}, one of s, ms, us, ns, days"
                                : String.join(" or ", meanings)
                                        + ", or {unit: ms} if that is right")
                        + (millis < LATE ? "" : "; if it means no end, list it under open_end"));
    }

    private static boolean isNearEpoch(long millis) {
        return millis > -NEAR_EPOCH && millis < NEAR_EPOCH;
    }

    /** The settings under which a number is a usual time. */
    private static List<String> meanings(long number) {
        String text = Long.toString(number);
        for (String pattern : DIGITS) {
            if (text.length() == pattern.length() && isUsual(pattern, text)) {
                return List.of("{format: " + pattern + "}");
            }
        }
        List<String> meanings = new ArrayList<>();
        for (Unit unit : Unit.values()) {
            if (unit != Unit.MS && isUsual(unit, number)) {
                meanings.add("{unit: " + unit.name().toLowerCase(Locale.ROOT) + "}");
            }
        }
        return meanings;
    }

    private static boolean isUsual(String pattern, String text) {
        try {
            return isUsual(TimePattern.of(pattern).read(text, ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isUsual(Unit unit, long number) {
        try {
            return isUsual(TimeSpan.of(BigDecimal.valueOf(number), unit, ZoneOffset.UTC));
        } catch (DateTimeException | ArithmeticException e) {
            return false;
        }
    }

    private static boolean isUsual(TimeSpan time) {
        long millis = time.first().toEpochMilli();
        return millis >= EARLY && millis < LATE && !isNearEpoch(millis);
    }
}
