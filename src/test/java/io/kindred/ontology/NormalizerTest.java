package io.kindred.ontology;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        "ALPHANUMERIC, e\u0301, e",
        "SORTED_TOKENS, ' lee\u2003Ann  lee ', Ann lee lee",
        "SORTED_TOKENS, \ud83d\ude00 \uff21, \uff21 \ud83d\ude00",
        "EMAIL_LOCAL, ann.lee@x.org, ann.lee",
        "EMAIL_LOCAL, @x.org, ''",
        "EMAIL_LOCAL, ann, ''",
        "EMAIL_LOCAL, ann@lee@x.org, ''",
        "FULL_WIDTH, \uff21\uff44\uff41\u3000\uff0d\uff11\uff5e, Ada -1~",
        "FULL_WIDTH, \uff76\uff9e\uff77\uff8a\uff9f, \u30ac\u30ad\u30d1",
        "FULL_WIDTH, \u00bd \ufb01 e\u0301 \u2460, \u00bd \ufb01 e\u0301 \u2460",
        "FULL_WIDTH, $1\uff04\uff3c, '$1$\\'",
        "ZERO_WIDTH, \ufeffA\u200bd\u00ada\u200d \u202aL\u2066e\u200fe\u2060, Ada Lee",
        "ZERO_WIDTH, a\u2009b\u00a0c, a\u2009b\u00a0c",
        "TRANSLITERATE, \u0414\u043e\u0441\u0442\u043e\u0435\u0432\u0441\u043a\u0438\u0439, Dostoevskij",
        "TRANSLITERATE, \u0141\u00f3d\u017a \u00d8 stra\u00dfe, Lodz O strasse",
        "TRANSLITERATE, \u5317\u4eac \u6771\u4eac, bei jing dong jing",
        "TRANSLITERATE, \u0e44\u0e17\u0e22 caf\u00e9, thiy cafe",
        "TRANSLITERATE, plain \u007f, plain \u007f"
    })
    void givesTheNormalForm(BasicNormalizer normalizer, String value, String normal) {
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

    @Test
    void tokensAreValuesOfTheirOwn() {
        assertThat(BasicNormalizer.TOKENS.applyAll("\u00a0lee ann\tlee "))
                .containsExactly("lee", "ann");
        assertThat(BasicNormalizer.TOKENS.applyAll(" \u3000")).isEmpty();
        assertThat(BasicNormalizer.TOKENS.hasSeveral()).isTrue();
        assertThat(BasicNormalizer.TOKENS.isForAttributes()).isFalse();
        assertThat(BasicNormalizer.SORTED_TOKENS.hasSeveral()).isFalse();
        assertThat(BasicNormalizer.SORTED_TOKENS.isForAttributes()).isTrue();
    }

    @Test
    void doubleMetaphoneHasAPrimaryAndAnAlternateCode() {
        assertThat(BasicNormalizer.DOUBLE_METAPHONE.applyAll("Schmidt"))
                .containsExactly("XMT", "SMT");
        assertThat(BasicNormalizer.DOUBLE_METAPHONE.applyAll("Smith"))
                .containsExactly("SM0", "XMT");
        assertThat(BasicNormalizer.DOUBLE_METAPHONE.applyAll("Ann")).containsExactly("AN");
        assertThat(BasicNormalizer.DOUBLE_METAPHONE.apply("Smith")).isEqualTo("SM0");
        assertThat(BasicNormalizer.DOUBLE_METAPHONE.applyAll("12 ")).isEmpty();
        assertThat(BasicNormalizer.DOUBLE_METAPHONE.applyAll(" ")).isEmpty();
        assertThat(BasicNormalizer.DOUBLE_METAPHONE.isForAttributes()).isFalse();
    }

    @Test
    void partsCountCodePoints() {
        String value = "a\ud83d\ude00\ud83d\ude01b";
        assertThat(new Prefix(2).apply(value)).isEqualTo("a\ud83d\ude00");
        assertThat(new Suffix(2).apply(value)).isEqualTo("\ud83d\ude01b");
        assertThat(new Prefix(9).apply(value)).isEqualTo(value);
        assertThat(new Suffix(4).apply(value)).isEqualTo(value);
        assertThat(new LastDigits(7).apply("+1 (555) 010-2345")).isEqualTo("0102345");
        assertThat(new LastDigits(7).apply("a1b2")).isEqualTo("12");
    }

    @Test
    void partsHaveAtLeastOneCodePoint() {
        assertThatThrownBy(() -> new Prefix(0)).hasMessage("fewer than 1: 0");
        assertThatThrownBy(() -> new Suffix(0)).hasMessage("fewer than 1: 0");
        assertThatThrownBy(() -> new LastDigits(-1)).hasMessage("fewer than 1: -1");
    }

    @ParameterizedTest
    @CsvSource({
        "US, (202) 456-1111, +12024561111",
        "US, +44 20 7946 0018, +442079460018",
        "GB, 020 7946 0018 ext. 7, +442079460018",
        "GB, (202) 456-1111, ''",
        "US, 123, ''",
        "US, call me, ''",
        "US, '', ''"
    })
    void phoneNumbersAreThoseOfE164(String region, String value, String number) {
        assertThat(new PhoneNumber(region).apply(value)).isEqualTo(number);
    }

    @Test
    void phoneNumbersAreOfARegion() {
        assertThatThrownBy(() -> new PhoneNumber("us"))
                .hasMessage("no region with phone numbers: us");
    }

    @Test
    void replacesWhatIsInTheTable() {
        Replacement one = new Replacement(Map.of("st", List.of("street")));
        assertThat(one.apply("st")).isEqualTo("street");
        assertThat(one.apply("St")).isEqualTo("St");
        assertThat(one.hasSeveral()).isFalse();
        assertThat(one.isForAttributes()).isTrue();
        Replacement several = new Replacement(Map.of("alex", List.of("alexander", "alexandra")));
        assertThat(several.applyAll("alex")).containsExactly("alexander", "alexandra");
        assertThat(several.apply("alex")).isEqualTo("alexander");
        assertThat(several.applyAll("ann")).containsExactly("ann");
        assertThat(several.hasSeveral()).isTrue();
        assertThat(several.isForAttributes()).isFalse();
        assertThatThrownBy(() -> new Replacement(Map.of("a", List.of())))
                .hasMessage("a value without a replacement");
    }

    @Test
    void englishNicknamesStandForNames() {
        Replacement nicknames = EnglishNicknames.step();
        assertThat(nicknames.applyAll("bob")).containsExactly("robert");
        assertThat(nicknames.applyAll("alex")).containsExactlyInAnyOrder("alexander", "alexandra");
        assertThat(nicknames.applyAll("robert")).containsExactly("robert");
        // A name that stands for itself and for another would depend on where it is.
        nicknames
                .table()
                .values()
                .forEach(
                        names ->
                                assertThat(nicknames.table())
                                        .doesNotContainKeys(names.toArray(String[]::new)));
    }

    @Test
    void stepsWithEqualParametersAreEqual() {
        Replacement replacement = new Replacement(Map.of("a", List.of("b")));
        assertThat(replacement)
                .isEqualTo(new Replacement(new HashMap<>(Map.of("a", List.of("b")))))
                .hasSameHashCodeAs(new Replacement(Map.of("a", List.of("b"))))
                .isNotEqualTo(new Replacement(Map.of("a", List.of("c"))))
                .hasToString("Replacement of 1 values");
        DateFormats dates = new DateFormats(List.of("yyyyMMdd"));
        assertThat(dates)
                .isEqualTo(new DateFormats(List.of("yyyyMMdd")))
                .hasSameHashCodeAs(new DateFormats(List.of("yyyyMMdd")))
                .isNotEqualTo(new DateFormats(List.of("ddMMyyyy")))
                .hasToString("DateFormats[yyyyMMdd]");
    }
}
