package io.kindred.codec;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Mistakes in tests, scores and what else an ontology says about values that are nearly equal. */
class WrongMatchingRulesTest {

    private static final String MEASURES =
            "jaro, jaro_winkler, levenshtein, damerau_levenshtein, jaccard, token_jaccard, days, difference";
    private static final String ALTERNATIVES =
            "a list of alternatives, each a list of conditions such as [[{attribute: city}]]";

    @ParameterizedTest
    @MethodSource({"wrongKeys", "wrongConditions", "wrongScores", "wrongLevels", "wrongRest"})
    void namesWhatIsWrong(String yaml, String problem) {
        assertThatThrownBy(() -> OntologyReader.read("o.yaml", type(yaml)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("o.yaml: entity_types.person." + problem);
    }

    static Stream<Arguments> wrongKeys() {
        return Stream.of(
                where(
                        "score",
                        ": the entity type has no score; expected the field score beside identity_keys"),
                where(
                        "scores",
                        ": expected 'score' or " + ALTERNATIVES + ", found the text 'scores'"),
                where("", ": expected 'score' or " + ALTERNATIVES + ", found nothing"),
                where("[]", ": empty; expected " + ALTERNATIVES),
                where("[[]]", "[0]: empty; expected at least one condition"),
                where(
                        "[{attribute: a}]",
                        "[0]: expected a list of conditions that must all hold, found an object"),
                where("[[a]]", "[0][0]: expected an object, found the text 'a'"),
                key(
                        "attributes: [{any_of: []}]",
                        "attributes[0].any_of: empty; expected at least one attribute"),
                key(
                        "attributes: [{any_of: [a, ''] }]",
                        "attributes[0].any_of[1]: expected a non-empty string, found ''"),
                key(
                        "attributes: [{any_of: [a], attribute: b}]",
                        "attributes[0].attribute: attribute and any_of are both there; expected one"
                                + " of them"),
                key(
                        "attributes: [a, {any_of: [b, a]}]",
                        "attributes[1]: the attribute 'a' is at"
                                + " entity_types.person.identity_keys[0].attributes[0] too; a key"
                                + " has it only once"),
                key(
                        "attributes: [a], unordered: true",
                        "unordered: the key has one attribute; expected at least two"),
                key(
                        "attributes: [a, b], unordered: 1",
                        "unordered: expected true or false, found the number 1"));
    }

    static Stream<Arguments> wrongConditions() {
        return Stream.of(
                condition("{}", ".attribute: missing; expected the name of an attribute"),
                condition(
                        "{attribute: a, wiht: b}",
                        ".wiht: unknown field 'wiht'; did you mean 'with'? Known fields: attribute,"
                                + " with, normalize, compare, at_least, at_most, not"),
                condition(
                        "{attribute: a, compare: jaro_winkle, at_least: 1}",
                        ".compare: unknown comparison 'jaro_winkle'; did you mean 'jaro_winkler'?"
                                + " Expected one of equal, missing, "
                                + MEASURES),
                condition(
                        "{attribute: a, compare: 3}",
                        ".compare: expected one of equal, missing, "
                                + MEASURES
                                + ", found the number 3"),
                condition(
                        "{attribute: a, compare: jaro}",
                        ".at_least: missing; expected a number from 0 to 1, for jaro"),
                condition(
                        "{attribute: a, compare: days}",
                        ".at_most: missing; expected a number of at least 0, for days"),
                condition(
                        "{attribute: a, compare: jaro, at_most: 0.5}",
                        ".at_most: jaro is a similarity, which takes at_least"),
                condition(
                        "{attribute: a, compare: levenshtein, at_least: 2}",
                        ".at_least: levenshtein is a distance, which takes at_most"),
                condition(
                        "{attribute: a, compare: jaro, at_least: 0.5, at_most: 0.9}",
                        ".at_most: at_least and at_most are both there; expected one of them"),
                condition(
                        "{attribute: a, compare: missing, at_most: 1}",
                        ".at_most: 'missing' takes no limit; expected neither at_least nor"
                                + " at_most"),
                condition(
                        "{attribute: a, at_least: 0.9}",
                        ".at_least: a limit without compare; expected a comparison that takes one: "
                                + MEASURES),
                limit("jaro, at_least: 1.01", "from 0 to 1, found the number 1.01"),
                limit("jaro, at_least: -0.1", "from 0 to 1, found the number -0.1"),
                limit("jaro, at_least: 88%", "from 0 to 1, found the text '88%'"),
                limit(
                        "jaro, at_least: '0.9'",
                        "from 0 to 1, found the text '0.9'; remove the quotes"),
                limit(
                        "jaro, at_least: .9",
                        "from 0 to 1, found the number .9; write it in decimal digits, such as"
                                + " 0.88"),
                limit(
                        "jaro, at_least: 0.1234567890123456789",
                        "from 0 to 1, found the number 0.1234567890123456789; write at most 18"
                                + " digits"),
                limit("days, at_most: -1", "of at least 0, found the number -1"),
                condition(
                        "{attribute: a, normalize: [soundx]}",
                        ".normalize[0]: unknown normaliser 'soundx'; did you mean 'soundex'?"
                                + " Expected one of "
                                + NormalizerReaderTest.NAMES),
                condition(
                        "{attribute: a, not: never}",
                        ".not: expected true or false, found the text 'never'"));
    }

    static Stream<Arguments> wrongScores() {
        return Stream.of(
                wrongScore("", "comparisons: missing; expected a list of at least one comparison"),
                wrongScore(
                        "comparisons: []", "comparisons: empty; expected at least one comparison"),
                wrongScore(
                        "pior: 1",
                        "pior: unknown field 'pior'; did you mean 'prior'? Known fields: prior,"
                                + " comparisons, link, cohesion, clip, members"),
                withScore(
                        "clip: -1",
                        "clip: expected an integer from 0 to 1000000000000, found the number -1"),
                withScore(
                        "members: 0",
                        "members: expected an integer from 1 to 1000, found the number 0"),
                withScore(
                        "prior: -9.966",
                        "prior: expected an integer from -1000000000000 to 1000000000000, found the"
                                + " number -9.966"),
                comparison(
                        "{attribute: a}",
                        ".levels: missing; expected a list of at least one level"),
                comparison(
                        "{attribute: a, levels: }", ".levels: empty; expected at least one level"),
                comparison(
                        "{attribute: a, levels: [{weight: 1}], otherwise: 3}",
                        ".otherwise: unknown field 'otherwise'; known fields: name, attribute,"
                                + " normalize, missing, levels, else"),
                comparison(
                        "{attribute: a, levels: [{weight: 1}], missing: []}",
                        ".missing: empty; expected " + ALTERNATIVES),
                comparison(
                        "{attribute: a, levels: [{weight: 1}], missing: never}",
                        ".missing: expected " + ALTERNATIVES + ", found the text 'never'"),
                wrongScore(
                        "comparisons: [{name: n, attribute: a, levels: [{weight: 1}]}, {name: n,"
                                + " attribute: b, levels: [{weight: 1}]}]",
                        "comparisons[1].name: the name 'n' is at"
                                + " entity_types.person.score.comparisons[0].name too; names of"
                                + " comparisons must differ"));
    }

    static Stream<Arguments> wrongLevels() {
        return Stream.of(
                level(
                        "{compare: equal}",
                        ".weight: missing; expected an integer, in thousandths of a bit"),
                level(
                        "{weight: 1.5}",
                        ".weight: expected an integer from -1000000000000 to 1000000000000, found"
                                + " the number 1.5"),
                level(
                        "{wieght: 1}",
                        ".wieght: unknown field 'wieght'; did you mean 'weight'? Known fields:"
                                + " attribute, with, normalize, compare, at_least, at_most, not,"
                                + " when, weight, frequencies"),
                level(
                        "{when: [[{attribute: b}]], compare: equal, weight: 1}",
                        ".compare: a level has either when or a condition of its own; write the"
                                + " condition in when, or leave when out"),
                level(
                        "{when: [[{}]], weight: 1}",
                        ".when[0][0].attribute: missing; expected the name of an attribute"),
                level("{when: [], weight: 1}", ".when: empty; expected " + ALTERNATIVES),
                level(
                        "{compare: jaro, at_least: 0.9, weight: 1, frequencies: {x: 1}}",
                        ".frequencies: only a level of one condition that values are equal can have"
                                + " frequencies; leave them out, or move them to a level with"
                                + " compare: equal"),
                level(
                        "{weight: 1, frequencies: [x]}",
                        ".frequencies: expected an object of values and weights, or the name of a"
                                + " CSV file, found a list"),
                level(
                        "{weight: 1, frequencies: {x: 0.5}}",
                        ".frequencies.x: expected an integer from -1000000000000 to 1000000000000,"
                                + " found the number 0.5"),
                level(
                        "{weight: 1, frequencies: {'': 5}}",
                        ".frequencies[\"\"]: expected a non-empty name, found ''"),
                comparison(
                        "{levels: [{weight: 1}]}",
                        ".levels[0]: neither the level nor its comparison has an attribute;"
                                + " expected attribute, or when"));
    }

    static Stream<Arguments> wrongRest() {
        return Stream.of(
                arguments(
                        "one_per_perspective: maybe",
                        "one_per_perspective: expected true or false, found the text 'maybe'"),
                arguments(
                        "one_per_perspective: true\nstrong_identifiers: [{attribute: uid}]",
                        "strong_identifiers[0].attribute: one_per_perspective has a strong"
                                + " identifier of this name; expected another attribute, or"
                                + " one_per_perspective: false"),
                arguments(
                        "strong_identifiers: [{attribute: a, differ: {compare: days, at_most: 1}},"
                                + " {attribute: a}]",
                        "strong_identifiers[1]: the same attribute and scope is at"
                                + " entity_types.person.strong_identifiers[0] too; keep one"),
                differ("{at_least: 2}", ".compare: missing; expected one of " + MEASURES),
                differ(
                        "{compare: equal}",
                        ".compare: unknown comparison 'equal'; expected one of " + MEASURES),
                differ(
                        "{compare: jaro}",
                        ": at_least or at_most is missing; expected a number from 0 to 1 as one of"
                                + " them"),
                differ(
                        "{compare: days, at_least: 1, at_most: 2}",
                        ".at_most: at_least and at_most are both there; expected one of them"),
                differ(
                        "{compare: days, at_least: two}",
                        ".at_least: expected a number of at least 0, found the text 'two'"),
                differ(
                        "{compare: days, at_least: 2, not: true}",
                        ".not: unknown field 'not'; known fields: compare, at_least, at_most"));
    }

    private static Arguments key(String fields, String problem) {
        return arguments(
                "identity_keys: [{name: k, " + fields + "}]", "identity_keys[0]." + problem);
    }

    private static Arguments where(String where, String problem) {
        return key("attributes: [a], where: " + where, "where" + problem);
    }

    private static Arguments condition(String condition, String problem) {
        return where("[[" + condition + "]]", "[0][0]" + problem);
    }

    private static Arguments limit(String limit, String problem) {
        String field = limit.replaceAll(".*, (.*):.*", "$1");
        return condition(
                "{attribute: a, compare: " + limit + "}",
                "." + field + ": expected a number " + problem);
    }

    private static Arguments wrongScore(String fields, String problem) {
        return arguments("score: {" + fields + "}", "score." + problem);
    }

    private static Arguments withScore(String field, String problem) {
        return wrongScore(
                "comparisons: [{attribute: a, levels: [{weight: 1}]}], " + field, problem);
    }

    private static Arguments comparison(String comparison, String problem) {
        return wrongScore("comparisons: [" + comparison + "]", "comparisons[0]" + problem);
    }

    private static Arguments level(String level, String problem) {
        return comparison("{attribute: a, levels: [" + level + "]}", ".levels[0]" + problem);
    }

    private static Arguments differ(String differ, String problem) {
        return arguments(
                "strong_identifiers: [{attribute: a, differ: " + differ + "}]",
                "strong_identifiers[0].differ" + problem);
    }

    private static String type(String yaml) {
        return "entity_types:\n  person:\n" + yaml.indent(4);
    }
}
