package io.kindred.ontology;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ExtractNormalizerTest {

    @ParameterizedTest
    @CsvSource({
        "^[^@]+, 0, ann@x.org, ann",
        "^[^@]+, 0, @x.org, ''",
        "'^[A-Za-z]{1,2}[0-9][A-Za-z0-9]?', 0, ts19 0sh, ts19",
        "b+, 0, abbabbb, bb",
        "a(b)?, 1, ac, ''",
        "'(.)(.)', 2, äöü, ö",
        "^$, 0, x, ''",
    })
    void keepsTheFirstMatch(String regex, int group, String value, String expected) {
        assertThat(ExtractNormalizer.of(regex, group).apply(value)).isEqualTo(expected);
    }

    @Test
    void isEqualIfExpressionAndGroupAre() {
        assertThat(ExtractNormalizer.of("a(b)", 1))
                .isEqualTo(ExtractNormalizer.of("a(b)", 1))
                .isNotEqualTo(ExtractNormalizer.of("a(b)", 0))
                .isNotEqualTo(ExtractNormalizer.of("a(c)", 1));
    }

    @ParameterizedTest
    @CsvSource({
        "(, 0, not a regular expression",
        "(?=a), 0, not a regular expression",
        "a, 1, expected one from 0 to 0",
        "a, -1, expected one from 0 to 0",
    })
    void refusesWhatItCannotFind(String regex, int group, String problem) {
        assertThatThrownBy(() -> ExtractNormalizer.of(regex, group))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void takesLinearTime() {
        assertThat(ExtractNormalizer.of("^(a+)+$", 0).apply("a".repeat(5000) + "b")).isEmpty();
    }
}
