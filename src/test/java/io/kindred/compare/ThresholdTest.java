package io.kindred.compare;

import io.kindred.compare.Threshold.Bound;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;

import static org.assertj.core.api.Assertions.assertThat;

class ThresholdTest {

    /**
     * The last columns: the exact value, if it is a decimal, or the decimals below and above it.
     */
    @ParameterizedTest
    @CsvSource({
        "JARO, martha, marhta, 0.9444, 0.9445",
        "JARO, dixon, dicksonx, 0.7666, 0.7667",
        "JARO, jellyfish, smellyfish, 0.8962, 0.8963",
        "JARO, abc, xyz, 0, 0",
        "JARO, a, a, 1, 1",
        "JARO, a, b, 0, 0",
        "JARO, '', '', 1, 1",
        "JARO, '', a, 0, 0",
        "JARO, ab, ba, 0, 0",
        "JARO_WINKLER, martha, marhta, 0.9611111111111111, 0.9611111111111112",
        "JARO_WINKLER, dwayne, duane, 0.84, 0.84",
        "JARO_WINKLER, dixon, dicksonx, 0.8133, 0.8134",
        "JARO_WINKLER, abcdefghij, abcdefghijk, 0.9818, 0.9819",
        "LEVENSHTEIN, kitten, sitting, 3, 3",
        "LEVENSHTEIN, ca, abc, 3, 3",
        "LEVENSHTEIN, ab, ba, 2, 2",
        "LEVENSHTEIN, '', abc, 3, 3",
        "DAMERAU_LEVENSHTEIN, ca, abc, 2, 2",
        "DAMERAU_LEVENSHTEIN, ab, ba, 1, 1",
        "DAMERAU_LEVENSHTEIN, 1984-03-12, 1984-12-03, 4, 4",
        "JACCARD, anna, lena, 0.5, 0.5",
        "JACCARD, abc, bcde, 0.4, 0.4",
        "TOKEN_JACCARD, ann lee, lee ann may lee, 0.6666, 0.6667",
        "TOKEN_JACCARD, ' ', ' ', 0, 0",
        "TOKEN_JACCARD, a\u00a0b, b a, 1, 1",
        "DAYS, 2020-02-28, 2020-03-01, 2, 2",
        "DAYS, 1900-02-28, 1900-03-01, 1, 1",
        "DAYS, 0000-01-01, 9999-12-31, 3652424, 3652424",
        "DIFFERENCE, 0.10, +00.3, 0.2, 0.2",
        "DIFFERENCE, -1, 100000000000000000000000000000.5, 100000000000000000000000000001.5,"
                + " 100000000000000000000000000001.5"
    })
    void measuresExactly(Measure measure, String a, String b, BigDecimal from, BigDecimal to) {
        ComparedValue x = new ComparedValue(a);
        ComparedValue y = new ComparedValue(b);
        assertThat(new Threshold(measure, Bound.AT_LEAST, from).holds(x, y)).isTrue();
        assertThat(new Threshold(measure, Bound.AT_MOST, to).holds(x, y)).isTrue();
        boolean isExact = from.equals(to);
        assertThat(new Threshold(measure, Bound.AT_MOST, from).holds(x, y)).isEqualTo(isExact);
        assertThat(new Threshold(measure, Bound.AT_LEAST, to).holds(x, y)).isEqualTo(isExact);
        BigDecimal little = new BigDecimal("0.00000000000000000001");
        assertThat(new Threshold(measure, Bound.AT_LEAST, to.add(little)).holds(x, y)).isFalse();
        assertThat(new Threshold(measure, Bound.AT_MOST, from.subtract(little)).holds(x, y))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2021-02-29", "1900-02-29", "2021-13-01", "2021-00-01", "2021-04-31", "2021-04-00",
                "2021-4-01", "2021-04-1", "20210401", "2021/04/01", "12021-04-01", "-021-04-01",
                "2021-04-01 ", "\u0662021-04-01", "2021-04-01T00:00", "today", ""
            })
    void countsNoDaysToWhatIsNoDate(String text) {
        assertUnmeasurable(Measure.DAYS, text, "2021-04-01");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.", ".5", "1e3", "1,000", "--1", "+", "", " 1", "0x1", "\u0661", "1.2.3"})
    void takesNoDifferenceToWhatIsNoNumber(String text) {
        assertUnmeasurable(Measure.DIFFERENCE, text, "1");
    }

    private static void assertUnmeasurable(Measure measure, String a, String b) {
        ComparedValue x = new ComparedValue(a);
        ComparedValue y = new ComparedValue(b);
        for (Bound bound : Bound.values()) {
            Threshold threshold = new Threshold(measure, bound, BigDecimal.ZERO);
            assertThat(threshold.isMeasurable(x, y)).isFalse();
            assertThat(threshold.isMeasurable(y, x)).isFalse();
            assertThat(threshold.isMeasurable(x, x)).isFalse();
            assertThat(threshold.isMeasurable(y, y)).isTrue();
            assertThat(threshold.holds(x, y)).isFalse();
            assertThat(threshold.holds(y, x)).isFalse();
            assertThat(threshold.holds(x, x)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "JARO, AT_LEAST, 1",
        "JARO_WINKLER, AT_LEAST, 1",
        "LEVENSHTEIN, AT_MOST, 0",
        "DAMERAU_LEVENSHTEIN, AT_MOST, 0",
        "TOKEN_JACCARD, AT_LEAST, 1"
    })
    void looksAtTheFirst256CodePoints(Measure measure, Bound bound, BigDecimal limit) {
        String start = "\ud83d\ude00".repeat(255);
        Threshold threshold = new Threshold(measure, bound, limit);
        ComparedValue value = new ComparedValue(start + "ab");
        assertThat(threshold.holds(value, new ComparedValue(start + "a c"))).isTrue();
        assertThat(threshold.holds(value, new ComparedValue(start + "bb"))).isFalse();
    }

    @Test
    void looksAtAllOfANumber() {
        String zeros = "0".repeat(20_000);
        Threshold threshold =
                new Threshold(Measure.DIFFERENCE, Bound.AT_MOST, new BigDecimal("0.5"));
        ComparedValue one = new ComparedValue(zeros + "1." + zeros);
        assertThat(threshold.holds(one, new ComparedValue("0.5"))).isTrue();
        assertThat(threshold.holds(one, new ComparedValue("0.4" + zeros + "9"))).isFalse();
        assertThat(threshold.holds(one, new ComparedValue("-" + zeros + "1"))).isFalse();
        assertThat(threshold.holds(one, new ComparedValue("+1" + zeros))).isFalse();
    }

    @Test
    void limitsBeyondAllResultsHoldAlwaysOrNever() {
        ComparedValue a = new ComparedValue("2020-01-01");
        ComparedValue b = new ComparedValue("2020-01-02");
        for (Measure measure : Measure.values()) {
            for (String limit : new String[] {"1e40", "-1e40"}) {
                boolean isHigh = !limit.startsWith("-") && measure != Measure.DIFFERENCE;
                boolean isLow = limit.startsWith("-") && measure != Measure.DIFFERENCE;
                BigDecimal decimal = new BigDecimal(limit);
                assertThat(new Threshold(measure, Bound.AT_MOST, decimal).holds(a, b))
                        .as("%s at most %s", measure, limit)
                        .isEqualTo(isHigh);
                assertThat(new Threshold(measure, Bound.AT_LEAST, decimal).holds(a, b))
                        .as("%s at least %s", measure, limit)
                        .isEqualTo(isLow);
            }
        }
    }

    @Test
    void equalLimitsMakeEqualThresholds() {
        Threshold one = new Threshold(Measure.DAYS, Bound.AT_MOST, new BigDecimal("1e1"));
        Threshold other = new Threshold(Measure.DAYS, Bound.AT_MOST, new BigDecimal("10.00"));
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one)
                .isNotEqualTo(new Threshold(Measure.DAYS, Bound.AT_LEAST, BigDecimal.TEN))
                .isNotEqualTo(new Threshold(Measure.JARO, Bound.AT_MOST, BigDecimal.TEN))
                .isNotEqualTo(new Threshold(Measure.DAYS, Bound.AT_MOST, BigDecimal.ONE));
        assertThat(one).hasToString("DAYS AT_MOST 1E+1");
    }
}
