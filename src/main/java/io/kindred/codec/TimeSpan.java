package io.kindred.codec;

import io.kindred.codec.TimeFormat.Unit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The time that a written time stands for: a date is a day, {@code 10:00} a minute. What is finer
 * than a millisecond stands for a millisecond.
 *
 * @param first the first instant
 * @param next the first instant after it
 */
record TimeSpan(Instant first, Instant next) {

    private static final LocalDate EPOCH = LocalDate.EPOCH;
    private static final LocalDate EXCEL_EPOCH = LocalDate.of(1899, 12, 30);
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int NANO_DIGITS = 9;

    /** No time needs more. Bounds the cost of arithmetic. */
    private static final int MAX_DIGITS = 40;

    /**
     * A time in a zone. A local time that a change of clocks skips is moved by as much as the clock
     * is; of one that occurs twice, the first is meant.
     */
    static TimeSpan of(LocalDateTime local, ZoneId zone, ChronoUnit precision) {
        Instant first = local.atZone(zone).toInstant();
        return precision.isDateBased()
                ? new TimeSpan(first, local.plus(1, precision).atZone(zone).toInstant())
                : of(first, precision);
    }

    /** The time of a number. Only days are local. */
    static TimeSpan of(BigDecimal number, Unit unit, ZoneId zone) {
        if (number.precision() > MAX_DIGITS || Math.abs((long) number.scale()) > MAX_DIGITS) {
            throw new ArithmeticException("too many digits");
        }
        return switch (unit) {
            case S ->
                    of(
                            instant(number),
                            number.stripTrailingZeros().scale() > 0
                                    ? ChronoUnit.MILLIS
                                    : ChronoUnit.SECONDS);
            case MS -> of(instant(number.movePointLeft(3)), ChronoUnit.MILLIS);
            case US -> of(instant(number.movePointLeft(6)), ChronoUnit.MILLIS);
            case NS -> of(instant(number.movePointLeft(NANO_DIGITS)), ChronoUnit.MILLIS);
            case DAYS -> days(EPOCH, number, zone);
            case EXCEL_DAYS -> days(EXCEL_EPOCH, number, zone);
        };
    }

    /** The same clock time in another zone than UTC. */
    TimeSpan localIn(ZoneId zone) {
        return of(LocalDateTime.ofInstant(first, ZoneOffset.UTC), zone, ChronoUnit.MILLIS);
    }

    private static TimeSpan of(Instant first, ChronoUnit precision) {
        // Only milliseconds, since offsets need not be whole minutes.
        Instant start =
                precision == ChronoUnit.MILLIS ? first.truncatedTo(ChronoUnit.MILLIS) : first;
        return new TimeSpan(first, start.plus(1, precision));
    }

    private static Instant instant(BigDecimal seconds) {
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(
                whole.longValueExact(),
                seconds.subtract(whole).movePointRight(NANO_DIGITS).longValue());
    }

    private static TimeSpan days(LocalDate epoch, BigDecimal number, ZoneId zone) {
        BigDecimal whole = number.setScale(0, RoundingMode.FLOOR);
        LocalDateTime day = epoch.plusDays(whole.longValueExact()).atStartOfDay();
        BigDecimal fraction = number.subtract(whole);
        if (fraction.signum() == 0) {
            return of(day, zone, ChronoUnit.DAYS);
        }
        long seconds =
                fraction.multiply(BigDecimal.valueOf(SECONDS_PER_DAY))
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValueExact();
        return of(day.plusSeconds(seconds), zone, ChronoUnit.SECONDS);
    }
}
