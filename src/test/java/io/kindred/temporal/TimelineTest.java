package io.kindred.temporal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TimelineTest {

    @ParameterizedTest
    @CsvSource({
        "1970-01-01, 0",
        "2020-01-31, 1580428800000",
        "2020-02-29, 1582934400000",
        "1969-12-31, -86400000",
        "2020-01-31T12:30, 1580473800000",
        "2020-01-31T12:30:15, 1580473815000",
        "2020-01-31T12:30:15.5, 1580473815500",
        "2020-01-31T12:30Z, 1580473800000",
        "2020-01-31t12:30:15z, 1580473815000",
        "2020-01-31T12:30:15+01:00, 1580470215000",
        "2020-01-31T12:30:15+0100, 1580470215000",
        "2020-01-31T12:30:15+01, 1580470215000",
        "2020-01-31T12:30:15-05:30, 1580493615000",
        "2020-01-31T12:30:15.1239, 1580473815123",
        "2020-01-31T12:30:15.123999999999Z, 1580473815123",
        "1969-12-31T23:59:59.9999Z, -1",
        "1969-12-31T23:59:59.9981Z, -2",
        "-0001-01-01, -62198755200000",
        "+12345-01-01, 327403382400000"
    })
    void millisReadsIsoText(String text, long point) {
        assertThat(Timeline.MILLIS.parse(text)).isEqualTo(point);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2020",
                "2020-01",
                "2020-1-31",
                "20200131",
                "2020-02-30",
                "2021-02-29",
                "2020-13-01",
                "2020-01-31T",
                "2020-01-31T12",
                "2020-01-31T24:00",
                "2020-01-31T12:60",
                "2020-01-31T12:30:60",
                "2020-01-31T12:30:15.",
                "2020-01-31 12:30",
                "2020-01-31Z",
                "2020-01-31T12:30+19:00",
                "2020-01-31T12:30 Z",
                "2020-01-31T12:30ZZ",
                "2020-01-31T12:30+1",
                "2020-01-31T12:30+01:",
                "2020-01-31T12:30+010",
                "2020-01-31T12:30[UTC]",
                "+300000000-01-01",
                "-300000000-01-01T00:00Z",
                "12345-01-01",
                " 2020-01-31",
                "1580428800000"
            })
    void millisRefusesOtherText(String text) {
        assertThatThrownBy(() -> Timeline.MILLIS.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'%s' is not an ISO-8601 date or date-time on the timeline millis", text);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                -1,
                1,
                999,
                -1001,
                1580473815123L,
                -62198755200000L,
                327403382400000L,
                Long.MIN_VALUE + 1,
                Long.MAX_VALUE - 1
            })
    void millisReadsWhatItPrints(long point) {
        assertThat(Timeline.MILLIS.parse(Timeline.MILLIS.format(point))).isEqualTo(point);
    }

    @Test
    void millisPrintsInstants() {
        assertThat(Timeline.MILLIS.format(0)).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(Timeline.MILLIS.format(1580473815120L)).isEqualTo("2020-01-31T12:30:15.120Z");
    }

    @Test
    void integerPrintsDigits() {
        assertThat(Timeline.INTEGER.format(-7)).isEqualTo("-7");
    }

    @Test
    void integerRefusesText() {
        assertThatThrownBy(() -> Timeline.INTEGER.parse("7"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'7' is a string, and the timeline integer takes integers");
    }

    @ParameterizedTest
    @ValueSource(longs = {Interval.MIN, Interval.MAX})
    void infiniteBoundsAreEmptyInNames(long bound) {
        assertThat(Timeline.MILLIS.formatBound(bound)).isEmpty();
        assertThat(Timeline.INTEGER.formatBound(bound)).isEmpty();
    }

    @Test
    void finiteBoundsAreInNamesAsShown() {
        assertThat(Timeline.INTEGER.formatBound(12)).isEqualTo("12");
    }
}
