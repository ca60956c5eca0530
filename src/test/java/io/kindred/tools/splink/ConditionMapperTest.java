package io.kindred.tools.splink;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConditionMapperTest {

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            quoteCharacter = '`',
            value = {
                "a_l = a_r -> {attribute: a}",
                "\"a b_r\" = \"a b_l\" -> {attribute: \"a b\"}",
                "a_r = b_l -> {attribute: b, with: a}",
                "l.a = r.a -> {attribute: a}",
                "jaro_winkler_similarity(a_l, a_r) >= 0.92 -> {attribute: a, compare: jaro_winkler, at_least: 0.92}",
                "0.9 <= jaro_similarity(a_l, a_r) -> {attribute: a, compare: jaro, at_least: 0.9}",
                "jaccard(a_l, a_r) = 1 -> {attribute: a, compare: jaccard, at_least: 1}",
                "jaro_similarity(a_l, a_r) > 0.88 -> {attribute: a, compare: jaro, at_least: 0.88000000001}",
                "levenshtein(a_r, a_l) <= 2.5 -> {attribute: a, compare: levenshtein, at_most: 2}",
                "damerau_levenshtein(a_l, a_r) < 2 -> {attribute: a, compare: damerau_levenshtein, at_most: 1}",
                "abs(a_l - a_r) <= 1.50 -> {attribute: a, compare: difference, at_most: 1.5}",
                "abs(a_l::DOUBLE - CAST(a_r AS DOUBLE)) <= 0 -> {attribute: a, compare: difference, at_most: 0}",
                "TRY_CAST(a_l AS int) = TRY_CAST(a_r AS int) -> {attribute: a, compare: difference, at_most: 0}",
                "abs(a_l::date - a_r::date) < 8 -> {attribute: a, normalize: [{date: [yyyy-MM-dd]}], compare: days, at_most: 7}",
                "abs(date_diff('day', a_l, a_r)) <= 7 -> {attribute: a, compare: days, at_most: 7}",
                "abs(epoch(try_strptime(a_l, '%d.%m.%Y')) - epoch(try_strptime(a_r, '%d.%m.%Y'))) <= 86400 -> {attribute: a, normalize: [{date: [dd.MM.yyyy]}], compare: days, at_most: 1}",
                "abs(epoch(a_l) - epoch(a_r)) < 86400 -> {attribute: a, compare: days, at_most: 0}",
                "abs(epoch(a_l) - epoch(a_r)) < 86401 -> {attribute: a, compare: days, at_most: 1}",
            })
    void mapsComparisons(String sql, String yaml) {
        assertThat(yaml(sql)).isEqualTo("[[" + yaml + "]]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            quoteCharacter = '`',
            value = {
                "lower(trim(%)) -> trim, lowercase",
                "upper(strip_accents(%::varchar)) -> strip_accents, uppercase",
                "substr(%, 1, 3) -> {prefix: 3}",
                "substring(% from 1 for 3) -> {prefix: 3}",
                "left(%, 3) -> {prefix: 3}",
                "right(%, 3) -> {suffix: 3}",
                "substr(%, -3) -> {suffix: 3}",
                "substr(%, 3, 2) -> {extract: \"(?s)^.{2}(.{1,2})\", group: 1}",
                "substr(%, 3) -> {extract: \"(?s)^.{2}(.+)\", group: 1}",
                "nullif(regexp_extract(%, '^[^@]+', 0), '') -> {extract: \"^[^@]+\"}",
                "regexp_extract(%, '([a-z]+)\\d', 1) -> {extract: \"([a-z]+)\\\\d\", group: 1}",
                "split_part(%, '@', 1) -> {extract: \"(?s)^(.*?)(?:@|\\\\z)\", group: 1}",
                "split_part(%, '. ', 3) -> {extract: \"(?s)^(?:.*?\\\\. ){2}(.*?)(?:\\\\. |\\\\z)\", group: 1}",
                "try_strptime(%, '%d %b %Y') -> {date: [\"dd MMM yyyy\"]}",
            })
    void mapsFunctionsToNormalizers(String function, String steps) {
        String sql = function.replaceFirst("%", "a_l") + " = " + function.replaceFirst("%", "a_r");

        assertThat(yaml(sql)).isEqualTo("[[{attribute: a, normalize: [" + steps + "]}]]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            quoteCharacter = '`',
            value = {
                ">= 0.6 -> {attribute: a, compare: token_jaccard, at_least: 0.6}",
                "> 0 -> {attribute: a, normalize: [tokens]}",
                "< 0.5 -> {attribute: a, compare: token_jaccard, at_least: 0.5, not: true}, {attribute: a, compare: missing, not: true}",
            })
    void mapsSharedTokens(String limit, String yaml) {
        String sql =
                "len(list_intersect(string_split(a_l,' '), string_split(a_r,' ')))::DOUBLE"
                        + " / len(list_distinct(list_concat(string_split(a_l,' '), string_split(a_r,"
                        + " ' ')))) ";

        assertThat(yaml(sql + limit)).isEqualTo("[[" + yaml + "]]");
    }

    @Test
    void mapsSharedValuesOfArraysToEquality() {
        assertThat(yaml("array_length(list_intersect(a_l, a_r)) >= 1"))
                .isEqualTo("[[{attribute: a}]]");
        assertThat(yaml("len(list_intersect(string_split(a_l, ' '), string_split(a_r, ' '))) > 0"))
                .isEqualTo("[[{attribute: a, normalize: [tokens]}]]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            quoteCharacter = '`',
            value = {
                "a_l IS NULL OR a_r IS NULL -> [[{attribute: a, compare: missing}]]",
                "lower(a_r) IS NULL OR lower(b_l) IS NULL -> [[{attribute: b, with: a, normalize: [lowercase], compare: missing}]]",
                "a_l IS NOT NULL AND a_r IS NOT NULL -> [[{attribute: a, compare: missing, not: true}]]",
                "NOT (a_l IS NULL OR a_r IS NULL) -> [[{attribute: a, compare: missing, not: true}]]",
                "a_l IS NOT NULL AND a_l = a_r -> [[{attribute: a}]]",
                "a_l <> a_r -> [[{attribute: a, not: true}, {attribute: a, compare: missing, not: true}]]",
                "NOT (a_l <> a_r) -> [[{attribute: a}]]",
                "levenshtein(a_l, a_r) >= 2 -> [[{attribute: a, compare: levenshtein, at_most: 1, not: true}, {attribute: a, compare: missing, not: true}]]",
                "NOT (levenshtein(a_l, a_r) > 1) -> [[{attribute: a, compare: levenshtein, at_most: 1}]]",
                "(a_l IS NULL OR a_r IS NULL) AND (b_l IS NULL OR b_r IS NULL) -> [[{attribute: a, compare: missing}, {attribute: b, compare: missing}]]",
                "a_l IS NULL OR a_r IS NULL OR b_l IS NULL OR b_r IS NULL -> [[{attribute: a, compare: missing}], [{attribute: b, compare: missing}]]",
                "a_l = b_r AND b_l = a_r -> [[{attribute: a, with: b}, {attribute: b, with: a}]]",
                "a_l = a_r AND (b_l = b_r OR c_l = c_r) -> [[{attribute: a}, {attribute: b}], [{attribute: a}, {attribute: c}]]",
                "NOT (a_l = a_r OR b_l = b_r) -> [[{attribute: a, not: true}, {attribute: a, compare: missing, not: true}, {attribute: b, not: true}, {attribute: b, compare: missing, not: true}]]",
                "a_l = a_r AND a_l = a_r -> [[{attribute: a}]]",
                "1 = 1 -> [[]]",
                "NOT TRUE -> []",
            })
    void mapsLogicOfThreeValues(String sql, String yaml) {
        assertThat(yaml(sql)).isEqualTo(yaml);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            quoteCharacter = '`',
            value = {
                "a_l = -> the SQL cannot be parsed",
                "a_l = a_r; DROP TABLE x -> the SQL cannot be parsed",
                "a_l = b_l -> both values are of one record",
                "lower(a_l) = a_r -> different functions",
                "a = b -> the column a is of neither record",
                "a_l[1:3] = a_r[1:3] -> use substr",
                "a_l = 'x' -> not with a constant",
                "a_l < a_r -> by = and <> only",
                "a_l LIKE a_r -> 'a_l LIKE a_r' cannot be mapped",
                "a_l @> a_r -> expected comparisons by =",
                "soundex(a_l) = soundex(a_r) -> the function soundex",
                "reverse(a_l) = reverse(a_r) -> expected a column, or lower",
                "(a_l || b_l) = (a_r || b_r) -> 'a_l || b_l' cannot be mapped",
                "nullif(a_l, 'x') = nullif(a_r, 'x') -> nulls of the attribute",
                "substr(a_l, 0, 2) = substr(a_r, 0, 2) -> a start of at least 1",
                "regexp_extract(a_l, '(', 0) = regexp_extract(a_r, '(', 0) -> not a regular expression",
                "regexp_extract(a_l, 'a', 1) = regexp_extract(a_r, 'a', 1) -> expected one from 0 to 0",
                "try_strptime(a_l, '%H') = try_strptime(a_r, '%H') -> the date format '%H'",
                "a_l::blob = a_r::blob -> a cast to blob",
                "cosine_similarity(a_l, a_r) > 0.5 -> 'cosine_similarity' cannot be mapped",
                "jaro_similarity(a_l, a_r) = 0.5 -> a similarity equal to 0.5",
                "jaro_similarity(a_l, a_r) >= 0 -> decides nothing",
                "levenshtein(a_l, a_r) < 0 -> a distance < 0",
                "abs(a_l - a_r) < 3 -> with <= and >",
                "a_l - a_r < 3 -> '-' cannot be mapped",
                "len(list_intersect(a_l, a_r)) >= 2 -> > 0 or >= 1 only",
                "len(list_intersect(string_split(a_l, ','), string_split(a_r, ','))) > 0 -> tokens between spaces",
                "levenshtein(a_l, a_r) / length(a_l) < 0.3 -> a quotient cannot be mapped",
                "a_l IS NULL -> IS NULL of one record",
                "a_l IS NULL AND a_r IS NULL -> IS NULL of one record",
                "a_l IS NULL OR b_l = b_r -> IS NULL of one record",
                "a_l IS NOT NULL AND b_l = b_r -> IS NOT NULL of one record",
            })
    void refusesWhatHasNoEquivalent(String sql, String problem) {
        assertThatThrownBy(() -> ConditionMapper.map(sql))
                .isInstanceOf(UnmappableSqlException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void refusesTooManyAlternatives() {
        String each = "(a_l = a_r OR b_l = b_r OR c_l = c_r)";
        String sql = IntStream.range(0, 5).mapToObj(i -> each).collect(Collectors.joining(" AND "));

        assertThatThrownBy(() -> ConditionMapper.map(sql)).hasMessageContaining("split the level");
    }

    private static String yaml(String sql) {
        return ConditionMapper.map(sql).stream()
                .map(ConditionMapperTest::alternative)
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String alternative(List<MappedCondition> conditions) {
        return conditions.stream()
                .map(MappedCondition::yaml)
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
