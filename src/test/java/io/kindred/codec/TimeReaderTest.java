package io.kindred.codec;

import com.fasterxml.jackson.core.JsonToken;
import io.kindred.codec.TimeFormat.Unit;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TimeReaderTest {

    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final String ISO =
            ", expected a date or date-time such as 2020-01-31 or 2020-01-31T10:00:00Z; for another"
                    + " notation write time: {format: dd/MM/yyyy} or the like";

    @ParameterizedTest
    @CsvSource({
        "2020-01-31, 2020-01-31T00:00:00Z",
        "' 2020-01-31 ', 2020-01-31T00:00:00Z",
        "2020-01-31T10:00, 2020-01-31T10:00:00Z",
        "2020-01-31T10:00:00.5+01:00, 2020-01-31T09:00:00.500Z",
        "2020-01-31 10:00:00, 2020-01-31T10:00:00Z",
        "2020-01-31 10:00, 2020-01-31T10:00:00Z",
        "2020-01-31 10:00:00.123456, 2020-01-31T10:00:00.123Z",
        "2020-01-31 10:00:00+01, 2020-01-31T09:00:00Z",
        "2020-01-31 10:00:00 -0230, 2020-01-31T12:30:00Z",
        "2020-01-31 10:00:00.5 UTC, 2020-01-31T10:00:00.500Z",
        "2020-01-31 10:00:00Z, 2020-01-31T10:00:00Z",
        "1580428800123, 2020-01-31T00:00:00.123Z",
        "-1580428800123, 1919-12-02T23:59:59.877Z"
    })
    void withoutSettingsTimesAreIsoOrMilliseconds(String text, Instant instant) throws Exception {
        assertThat(start(TimeFormat.DEFAULT, text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "43861 | 1970-01-01T00:00:43.861Z | {unit: days} or {unit: excel_days}",
                "20200131 | 1970-01-01T05:36:40.131Z | {format: yyyyMMdd}",
                "20200131100000 | 2610-02-12T19:31:40Z | {format: yyyyMMddHHmmss}",
                "1580428800 | 1970-01-19T07:00:28.800Z | {unit: s}",
                "-1580428800 | 1969-12-13T16:59:31.200Z | {unit: s}",
                "1999 | 1970-01-01T00:00:01.999Z | {format: yyyy}",
                "1580428800000000 | +52051-10-18T00:00:00Z | {unit: us}",
                "1580428800000000000 | +50083764-12-21T00:00:00Z | {unit: ns}",
            })
    void aNumberThatIsHardlyMillisecondsIsRejectedWithWhatToWrite(
            String text, String instant, String meaning) {
        assertRejected(
                TimeFormat.DEFAULT,
                new Cell.Csv(text),
                "t is "
                        + text
                        + ", as milliseconds "
                        + instant
                        + "; say what it is with time: "
                        + meaning
                        + ", or {unit: ms} if that is right"
                        + (instant.startsWith("19")
                                ? ""
                                : "; if it means no end, list it under open_end"));
    }

    @Test
    void aYearAroundTheEpochAndWhatIsAfter2200AreNoMilliseconds() throws Exception {
        long year = 366L * 24 * 60 * 60 * 1000;
        long late = Instant.parse("2201-01-01T00:00:00Z").toEpochMilli();
        for (long accepted : new long[] {year, -year, late - 1, Interval.MIN, Interval.MAX}) {
            assertThat(reader(TimeFormat.DEFAULT).start(cell(accepted), "t")).isEqualTo(accepted);
        }
        for (long rejected : new long[] {year - 1, 1 - year, 0, late}) {
            assertThatThrownBy(() -> reader(TimeFormat.DEFAULT).start(cell(rejected), "t"))
                    .isInstanceOf(RejectedInputException.class)
                    .hasMessageStartingWith("t is " + rejected + ", as milliseconds ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "31/12/1999",
                "0000-00-00",
                "2020-1-5",
                "2020-01",
                "2020-01-31T24:00:00",
                "2020-02-30",
                "2020-01-31T10:00:00[Europe/Rome]",
                "1580428800000.0",
                "1.5804288E12",
                "infinity",
                "31-DEC-99"
            })
    void rejectsWhatIsNoIsoTime(String text) {
        assertRejected(TimeFormat.DEFAULT, new Cell.Csv(text), "t is '" + text + "'" + ISO);
    }

    @ParameterizedTest
    @CsvSource({
        "S, 1580428800, 2020-01-31T00:00:00Z",
        "S, 1580428800.25, 2020-01-31T00:00:00.250Z",
        "S, -0.5, 1969-12-31T23:59:59.500Z",
        "MS, 0, 1970-01-01T00:00:00Z",
        "MS, 1.5804288E12, 2020-01-31T00:00:00Z",
        "US, 1580428800123456, 2020-01-31T00:00:00.123Z",
        "NS, 1580428800123456789, 2020-01-31T00:00:00.123Z",
        "DAYS, 18292, 2020-01-31T00:00:00Z",
        "DAYS, 18292.5, 2020-01-31T12:00:00Z",
        "EXCEL_DAYS, 43861, 2020-01-31T00:00:00Z",
        "EXCEL_DAYS, 43861.416666666664, 2020-01-31T10:00:00Z",
        "S, 2020-01-31, 2020-01-31T00:00:00Z"
    })
    void aUnitSaysWhatNumbersAre(Unit unit, String text, Instant instant) throws Exception {
        assertThat(start(unit(unit), text)).isEqualTo(instant);
        Cell quoted = new Cell.Json(text, JsonToken.VALUE_STRING);
        assertThat(reader(unit(unit)).start(quoted, "t")).isEqualTo(instant.toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource({
        "S, 99999999999999999999",
        "MS, 9223372036854775808",
        "DAYS, 1e40",
        "NS, 1e-99",
        "DAYS, 9999999999999"
    })
    void rejectsNumbersThatAreOutOfRange(Unit unit, String text) {
        assertRejected(
                unit(unit), new Cell.Csv(text), "t is '" + text + "', out of the range of times");
    }

    @ParameterizedTest
    @CsvSource({
        "dd/MM/yyyy, 31/12/1999, 1999-12-31T00:00:00Z",
        "MM/dd/yyyy, 12/31/1999, 1999-12-31T00:00:00Z",
        "d.M.uuuu, 5.1.2020, 2020-01-05T00:00:00Z",
        "yyyyMMdd, 20200131, 2020-01-31T00:00:00Z",
        "yyyyMMddHHmmssSSS, 20200131101112123, 2020-01-31T10:11:12.123Z",
        "dd-MMM-yy, 31-DEC-19, 2019-12-31T00:00:00Z",
        "d MMMM yyyy, 5 january 2020, 2020-01-05T00:00:00Z",
        "MM/dd/yyyy hh:mm a, 01/31/2020 02:30 pm, 2020-01-31T14:30:00Z",
        "yyyy, 1999, 1999-01-01T00:00:00Z",
        "MM/yyyy, 03/2019, 2019-03-01T00:00:00Z",
        "dd/MM/yyyy HH:mm xxx, 31/01/2020 10:00 +02:00, 2020-01-31T08:00:00Z",
        "yyyy-MM-dd'T'HH:mm'['VV']', 2020-01-31T10:00[Europe/Rome], 2020-01-31T09:00:00Z",
        "dd/MM/yyyy[ HH:mm], 31/01/2020 10:00, 2020-01-31T10:00:00Z",
        "dd/MM/yyyy[ HH:mm], 31/01/2020, 2020-01-31T00:00:00Z"
    })
    void aFormatSaysHowTimesAreWritten(String pattern, String text, Instant instant)
            throws Exception {
        assertThat(start(patterns(pattern), text)).isEqualTo(instant);
    }

    @Test
    void formatsAreTriedInOrderAndNothingElseIs() throws Exception {
        TimeFormat formats = patterns("dd/MM/yyyy", "MM/dd/yyyy", "iso");

        assertThat(start(formats, "01/02/2020")).isEqualTo("2020-02-01T00:00:00Z");
        assertThat(start(formats, "01/31/2020")).isEqualTo("2020-01-31T00:00:00Z");
        assertThat(start(formats, "2020-01-31 10:00")).isEqualTo("2020-01-31T10:00:00Z");
        assertRejected(
                patterns("dd/MM/yyyy", "yyyy"),
                new Cell.Csv("2020-01-31"),
                "t is '2020-01-31', expected a time in the format dd/MM/yyyy or yyyy");
        assertRejected(
                patterns("dd/MM/yyyy"),
                new Cell.Csv("30/02/2020"),
                "t is '30/02/2020', expected a time in the format dd/MM/yyyy");
        assertThat(
                        reader(patterns("yyyyMMdd"))
                                .start(new Cell.Json("20200131", JsonToken.VALUE_NUMBER_INT), "t"))
                .isEqualTo(1_580_428_800_000L);
    }

    @ParameterizedTest
    @CsvSource({
        "2020-01-31, 2020-01-30T23:00:00Z",
        "2020-07-31 10:00, 2020-07-31T08:00:00Z",
        "2020-07-31T10:00Z, 2020-07-31T10:00:00Z",
        "1580428800123, 2020-01-31T00:00:00.123Z",
        "2020-03-29 02:30, 2020-03-29T01:30:00Z",
        "2020-10-25 02:30, 2020-10-25T00:30:00Z"
    })
    void aZoneIsMeantByTimesWithoutAnOffset(String text, Instant instant) throws Exception {
        assertThat(start(zone(PARIS), text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @CsvSource({
        "2020-01-31, 2020-01-31T23:00:00Z",
        "2020-03-29, 2020-03-29T22:00:00Z",
        "2020-01-31 23:59, 2020-01-31T23:00:00Z",
        "2020-01-31 23:59:59, 2020-01-31T23:00:00Z",
        "2020-01-31 23:59:59.999999, 2020-01-31T23:00:00Z",
        "1580428800000, 2020-01-31T00:00:00.001Z"
    })
    void anInclusiveEndEndsAfterTheLastUnitThatIsWritten(String text, Instant end)
            throws Exception {
        TimeFormat format = format(Optional.empty(), List.of(), PARIS, true, List.of(), List.of());

        assertThat(Instant.ofEpochMilli(reader(format).end(new Cell.Csv(text), "t")))
                .isEqualTo(end);
        assertThat(start(format, text)).isEqualTo(start(zone(PARIS), text));
    }

    @ParameterizedTest
    @CsvSource({
        "yyyy, 2019, 2020-01-01T00:00:00Z",
        "MM/yyyy, 12/2019, 2020-01-01T00:00:00Z",
        "dd/MM/yyyy, 31/12/2019, 2020-01-01T00:00:00Z",
        "dd/MM/yyyy HH, 31/12/2019 23, 2020-01-01T00:00:00Z"
    })
    void anInclusiveEndOfAFormatEndsAfterItsSmallestUnit(String pattern, String text, Instant end)
            throws Exception {
        TimeFormat format =
                format(
                        Optional.empty(),
                        List.of(pattern),
                        ZoneOffset.UTC,
                        true,
                        List.of(),
                        List.of());

        assertThat(reader(format).end(new Cell.Csv(text), "t")).isEqualTo(end.toEpochMilli());
    }

    @Test
    void openValuesMeanNoBoundHoweverTheyAreWritten() throws Exception {
        TimeFormat format =
                format(
                        Optional.empty(),
                        List.of(),
                        ZoneOffset.UTC,
                        true,
                        List.of("0001-01-01", "0"),
                        List.of("9999-12-31", "99991231"));

        assertThat(
                        ends(
                                format,
                                "9999-12-31",
                                "9999-12-31 00:00:00",
                                "99991231",
                                "253402214400000",
                                "infinity"))
                .containsOnly(Interval.MAX);
        assertThat(ends(format, "9999-12-31 00:00:01", "9999-12-30")).doesNotContain(Interval.MAX);
        for (String open : List.of("0001-01-01", "0001-01-01T00:00Z", "0", "-infinity")) {
            assertThat(reader(format).start(new Cell.Csv(open), "t")).isEqualTo(Interval.MIN);
        }
        assertThat(start(format, "9999-12-31")).isEqualTo("9999-12-31T00:00:00Z");
        assertThat(start(format, "1970-01-01")).isEqualTo("1970-01-01T00:00:00Z");
    }

    @Test
    void integersAreTakenAsTheyAre() throws Exception {
        TimeReader reader =
                new TimeReader(
                        Timeline.INTEGER,
                        format(
                                Optional.empty(),
                                List.of(),
                                ZoneOffset.UTC,
                                true,
                                List.of("0"),
                                List.of("99")));

        assertThat(reader.start(cell(0), "t")).isEqualTo(Interval.MIN);
        assertThat(reader.start(cell(5), "t")).isEqualTo(5);
        assertThat(reader.end(cell(5), "t")).isEqualTo(6);
        assertThat(reader.end(cell(99), "t")).isEqualTo(Interval.MAX);
        assertThat(reader.end(cell(Long.MAX_VALUE), "t")).isEqualTo(Interval.MAX);
        assertThatThrownBy(() -> reader.end(new Cell.Csv("2020-01-31"), "t"))
                .hasMessage("t is '2020-01-31', expected a 64-bit integer (timeline: integer)");
    }

    @ParameterizedTest
    @CsvSource({
        "io.debezium.time.Date, 18292, 2020-01-30T23:00:00Z",
        "org.apache.kafka.connect.data.Date, 18292, 2020-01-30T23:00:00Z",
        "io.debezium.time.Timestamp, 1580428800123, 2020-01-30T23:00:00.123Z",
        "org.apache.kafka.connect.data.Timestamp, 0, 1969-12-31T23:00:00Z",
        "io.debezium.time.MicroTimestamp, 1580428800123456, 2020-01-30T23:00:00.123Z",
        "io.debezium.time.NanoTimestamp, 1580428800123456789, 2020-01-30T23:00:00.123Z",
        "io.debezium.time.Year, 2020, 2019-12-31T23:00:00Z",
        "io.debezium.time.IsoDate, 2020-01-31Z, 2020-01-30T23:00:00Z",
        "io.debezium.time.IsoTimestamp, 2020-01-31T10:00:00Z, 2020-01-31T10:00:00Z",
        "io.debezium.time.ZonedTimestamp, 2020-01-31T10:00:00.5+01:00, 2020-01-31T09:00:00.500Z"
    })
    void theNameOfASchemaSaysWhatAValueIsWhateverTheFormat(
            String schema, String text, Instant instant) throws Exception {
        for (TimeFormat each :
                List.of(
                        zone(PARIS),
                        format(
                                Optional.of(Unit.S),
                                List.of(),
                                PARIS,
                                false,
                                List.of(),
                                List.of()))) {
            Cell cell = new Cell.Json(text, JsonToken.VALUE_NUMBER_INT, schema);
            assertThat(reader(each).start(cell, "t")).isEqualTo(instant.toEpochMilli());
        }
    }

    @Test
    void infiniteTimestampsOfPostgresAreNoBounds() throws Exception {
        String schema = "io.debezium.time.MicroTimestamp";
        TimeReader reader = reader(TimeFormat.DEFAULT);

        assertThat(
                        reader.end(
                                new Cell.Json(
                                        "9223372036825200000", JsonToken.VALUE_NUMBER_INT, schema),
                                "t"))
                .isEqualTo(Interval.MAX);
        assertThat(
                        reader.start(
                                new Cell.Json(
                                        "-9223372036832400000", JsonToken.VALUE_NUMBER_INT, schema),
                                "t"))
                .isEqualTo(Interval.MIN);
    }

    @ParameterizedTest
    @CsvSource({
        "io.debezium.time.MicroTime, 36000000000",
        "io.debezium.time.Date, x",
        "org.apache.kafka.connect.data.Time, 5"
    })
    void rejectsWhatASchemaSaysIsNoPointOfTime(String schema, String text) {
        assertRejected(
                TimeFormat.DEFAULT,
                new Cell.Json(text, JsonToken.VALUE_STRING, schema),
                "t is '" + text + "' of the schema " + schema + ", expected a date or timestamp");
    }

    private static Instant start(TimeFormat format, String text) throws RejectedInputException {
        return Instant.ofEpochMilli(reader(format).start(new Cell.Csv(text), "t"));
    }

    private static List<Long> ends(TimeFormat format, String... texts)
            throws RejectedInputException {
        Long[] ends = new Long[texts.length];
        for (int i = 0; i < texts.length; i++) {
            ends[i] = reader(format).end(new Cell.Csv(texts[i]), "t");
        }
        return Arrays.asList(ends);
    }

    private static void assertRejected(TimeFormat format, Cell cell, String reason) {
        assertThatThrownBy(() -> reader(format).start(cell, "t"))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage(reason);
    }

    private static TimeReader reader(TimeFormat format) {
        return new TimeReader(Timeline.MILLIS, format);
    }

    private static Cell cell(long number) {
        return new Cell.Csv(Long.toString(number));
    }

    private static TimeFormat unit(Unit unit) {
        return format(Optional.of(unit), List.of(), ZoneOffset.UTC, false, List.of(), List.of());
    }

    private static TimeFormat patterns(String... patterns) {
        return format(
                Optional.empty(), List.of(patterns), ZoneOffset.UTC, false, List.of(), List.of());
    }

    private static TimeFormat zone(ZoneId zone) {
        return format(Optional.empty(), List.of(), zone, false, List.of(), List.of());
    }

    private static TimeFormat format(
            Optional<Unit> unit,
            List<String> patterns,
            ZoneId zone,
            boolean inclusiveEnd,
            List<String> openStart,
            List<String> openEnd) {
        return new TimeFormat(unit, patterns, zone, inclusiveEnd, openStart, openEnd, false);
    }
}
