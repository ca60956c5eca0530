package io.kindred.codec;

import io.kindred.codec.TimeFormat.Unit;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Year;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * Reads times whose Kafka Connect schema has a name that says what they are. Dates and timestamps
 * in such schemas are local; only {@code ZonedTimestamp} is not.
 */
final class SchemaTime {

    private static final String DEBEZIUM = "io.debezium.time.";
    private static final String CONNECT = "org.apache.kafka.connect.data.";

    /** What PostgreSQL's driver, and so Debezium, makes of infinite timestamps, in any unit. */
    private static final String POSITIVE_INFINITY = "9223372036825200000";

    private static final String NEGATIVE_INFINITY = "-9223372036832400000";

    private SchemaTime() {}

    /** Whether a schema's name is of a time: a point, a time of day or a duration. */
    static boolean isTime(String schema) {
        return schema.startsWith(DEBEZIUM)
                || schema.equals(CONNECT + "Date")
                || schema.equals(CONNECT + "Timestamp")
                || schema.equals(CONNECT + "Time");
    }

    static boolean isPositiveInfinity(Cell cell) {
        return isTime(cell.schema()) && cell.text().equals(POSITIVE_INFINITY);
    }

    static boolean isNegativeInfinity(Cell cell) {
        return isTime(cell.schema()) && cell.text().equals(NEGATIVE_INFINITY);
    }

    /**
     * Reads a value.
     *
     * @throws DateTimeException if it is not what its schema says
     * @throws ArithmeticException if it is out of range
     */
    static TimeSpan read(String schema, String text, ZoneId zone) {
        return switch (schema) {
            case DEBEZIUM + "Date", CONNECT + "Date" -> TimeSpan.of(number(text), Unit.DAYS, zone);
            case DEBEZIUM + "Timestamp", CONNECT + "Timestamp" -> local(text, Unit.MS, zone);
            case DEBEZIUM + "MicroTimestamp" -> local(text, Unit.US, zone);
            case DEBEZIUM + "NanoTimestamp" -> local(text, Unit.NS, zone);
            case DEBEZIUM + "Year" ->
                    TimeSpan.of(
                            Year.of(number(text).intValueExact()).atDay(1).atStartOfDay(),
                            zone,
                            ChronoUnit.YEARS);
            // A date has an offset that means nothing: 2020-01-31Z.
            case DEBEZIUM + "IsoDate" -> TimeTexts.iso(text.replace("Z", ""), zone);
            case DEBEZIUM + "ZonedTimestamp", DEBEZIUM + "IsoTimestamp" ->
                    TimeTexts.iso(text, zone);
            default -> throw new DateTimeException("no point of time");
        };
    }

    private static TimeSpan local(String text, Unit unit, ZoneId zone) {
        return TimeSpan.of(number(text), unit, zone).localIn(zone);
    }

    private static BigDecimal number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new DateTimeException("no number", e);
        }
    }
}
