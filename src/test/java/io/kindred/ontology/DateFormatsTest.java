package io.kindred.ontology;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DateFormatsTest {

    @ParameterizedTest
    @CsvSource({
        "MM/dd/yyyy, 03/04/2020, 2020-03-04",
        "MMddyyyy, 03042020, 2020-03-04",
        "yyyyMMdd, 20200304, 2020-03-04",
        "yyyy-MM-dd, 2020-02-29, 2020-02-29",
        "uuuu-MM-dd, 0000-01-01, 0000-01-01",
        "d.M.yyyy, 4.3.2020, 2020-03-04",
        "d.M.yyyy, 14.12.2020, 2020-12-14",
        "dd MMM yyyy, 04 MAR 2020, 2020-03-04",
        "dd/MM/yy, 04/03/20, 2020-03-04",
        "yyyy-MM-dd HH:mm:ss, 2020-03-04 05:06:07, 2020-03-04"
    })
    void readsDates(String format, String value, String date) {
        DateFormats dates = new DateFormats(List.of(format));
        assertThat(dates.apply(value)).isEqualTo(date);
        assertThat(dates.applyAll(value)).containsExactly(date);
        assertThat(dates.hasSeveral()).isFalse();
        assertThat(dates.isForAttributes()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "MM/dd/yyyy, 3/4/2020",
        "MM/dd/yyyy, 13/04/2020",
        "MM/dd/yyyy, 02/30/2020",
        "MM/dd/yyyy, ' 03/04/2020'",
        "MM/dd/yyyy, 03/04/2020x",
        "MM/dd/yyyy, 03/04/20",
        "MM/dd/yyyy, 03/04/+12020",
        "MM/dd/yyyy, 03/04/-2020",
        "MMddyyyy, 030420201",
        "yyyyMMdd, 2020034",
        "yyyy-MM-dd, today",
        "yyyy-MM-dd, ''"
    })
    void isEmptyForWhatIsNoDate(String format, String value) {
        DateFormats dates = new DateFormats(List.of(format));
        assertThat(dates.apply(value)).isEmpty();
        assertThat(dates.applyAll(value)).isEmpty();
    }

    @Test
    void readsAllThatADateMayMean() {
        DateFormats dates = new DateFormats(List.of("MM/dd/yyyy", "dd/MM/yyyy", "yyyy-MM-dd"));
        assertThat(dates.hasSeveral()).isTrue();
        assertThat(dates.isForAttributes()).isTrue();
        assertThat(dates.apply("03/04/2020")).isEqualTo("2020-03-04");
        assertThat(dates.applyAll("03/04/2020")).containsExactly("2020-03-04", "2020-04-03");
        assertThat(dates.applyAll("03/13/2020")).containsExactly("2020-03-13");
        assertThat(dates.apply("13/03/2020")).isEqualTo("2020-03-13");
        assertThat(dates.applyAll("03/03/2020")).containsExactly("2020-03-03");
        assertThat(dates.applyAll("2020-03-04")).containsExactly("2020-03-04");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yyyy", "MM/yyyy", "b", "'", "MM/dd", ""})
    void refusesFormatsWithoutADate(String format) {
        assertThatThrownBy(() -> new DateFormats(List.of(format)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no format of dates such as yyyy-MM-dd: " + format);
    }

    @Test
    void hasFormats() {
        assertThatThrownBy(() -> new DateFormats(List.of())).hasMessage("no formats");
    }
}
