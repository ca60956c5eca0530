package io.kindred.ontology;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class NormalizerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ", "\t", "\n", "\u000b", "\f", "\r", "\u0085", "\u00a0", "\u1680", "\u2000",
                "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"
            })
    void takesUnicodeWhiteSpaceForWhiteSpace(String space) {
        assertThat(BasicNormalizer.TRIM.apply(space + "a" + space + "b" + space))
                .isEqualTo("a" + space + "b");
        assertThat(
                        BasicNormalizer.COLLAPSE_WHITESPACE.apply(
                                space + "a" + space + space + "b" + space))
                .isEqualTo("a b");
        assertThat(BasicNormalizer.TRIM.apply(space)).isEmpty();
        assertThat(BasicNormalizer.COLLAPSE_WHITESPACE.apply(space + space)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200b", "\ufeff", "\u001c", "\u001f", "\u0000", "\u2060"})
    void takesNothingElseForWhiteSpace(String other) {
        assertThat(BasicNormalizer.TRIM.apply(other)).isEqualTo(other);
        assertThat(BasicNormalizer.COLLAPSE_WHITESPACE.apply(other)).isEqualTo(other);
    }

    @ParameterizedTest
    @CsvSource({
        "LOWERCASE, STRA\u00dfE, stra\u00dfe",
        "LOWERCASE, \u0130I, i\u0307i",
        "LOWERCASE, \u039f\u03a3, \u03bf\u03c2",
        "UPPERCASE, stra\u00dfe, STRASSE",
        "UPPERCASE, \u0131i, II",
        "STRIP_ACCENTS, Ren\u00e9e Ji\u0159\u00ed \u0141, Renee Jiri \u0141",
        "STRIP_ACCENTS, e\u0301\u0323, e",
        "STRIP_ACCENTS, \u1ea4, A",
        "STRIP_ACCENTS, \u00f8, \u00f8",
        "DIGITS, +1 (555) 01-02, 15550102",
        "DIGITS, \u0661\u0662\uff13x, ''",
        "ALPHANUMERIC, A-1 \u00e9\u5b57_\u0661, A1\u00e9\u5b57\u0661",
        "ALPHANUMERIC, \u2160\u00bd\u00b2, ''",
        "ALPHANUMERIC, \ud835\udc00\ud83d\ude00, \ud835\udc00",
        "ALPHANUMERIC, e\u0301, e"
    })
    void givesTheNormalForm(Normalizer normalizer, String value, String normal) {
        assertThat(normalizer.apply(value)).isEqualTo(normal);
    }

    @ParameterizedTest
    @CsvSource({
        "Robert, R163",
        "Rupert, R163",
        "Rubin, R150",
        "Ashcraft, A261",
        "Ashcroft, A261",
        "Tymczak, T522",
        "Pfister, P236",
        "Honeyman, H555",
        "Jackson, J250",
        "Lloyd, L300",
        "Lee, L000",
        "hwest, H230",
        "O'Hara, O600",
        "'Van Deusen', V532",
        "Ren\u00e9, R500",
        "\u00d1-\u00e4, ''",
        "42, ''"
    })
    void soundexIsAmerican(String name, String code) {
        assertThat(BasicNormalizer.SOUNDEX.apply(name)).isEqualTo(code);
    }

    @Test
    void leavesAnEmptyValueEmpty() {
        for (Normalizer normalizer : BasicNormalizer.values()) {
            assertThat(normalizer.apply("")).as("%s", normalizer).isEmpty();
        }
    }
}
