package io.kindred.tools.splink;

import io.kindred.codec.InvalidConfigException;
import io.kindred.codec.OntologyReader;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.tools.splink.SplinkImport.Imported;
import io.kindred.tools.splink.SplinkImport.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SplinkImportTest {

    @TempDir private Path folder;

    @Test
    void writesAnOntologyThatSaysWhereItComesFrom() {
        Imported imported =
                imported(
                        new Options(
                                Optional.of(resource("people.json").resolveSibling("")),
                                "person",
                                -500,
                                OptionalLong.of(-8000),
                                false,
                                Optional.of("people")));

        assertThat(imported.ontology()).isEqualTo(text("people.yaml"));
        assertThat(imported.warnings()).isEmpty();
    }

    /**
     * u is 2^-7, frequencies are 2^-5, 2^-7 and 2^-10, of which 2^-9 count; half of it is added.
     */
    @Test
    void weighsFrequentValuesLess() {
        Imported imported = imported(withFrequencies(Optional.of("people")));

        assertThat(imported.tables())
                .containsOnlyKeys("people-surname.csv")
                .containsValue(
                        """
                        value,weight
                        "de la ""cruz"", b",0
                        smith,-1000
                        zyx,1000
                        """);
    }

    @Test
    void putsFrequenciesIntoTheOntologyWithoutAFile() {
        Imported imported = imported(withFrequencies(Optional.empty()));

        assertThat(imported.tables()).isEmpty();
        assertThat(imported.ontology())
                .contains(
                        """
                                    - attribute: surname
                                      compare: equal
                                      weight: 6000
                                      frequencies:
                                        "de la \\"cruz\\", b": 0
                                        "smith": -1000
                                        "zyx": 1000
                        """);
    }

    @Test
    void leavesFrequenciesOutIfThereAreNone() {
        Imported imported = imported(plain());

        assertThat(imported.ontology()).doesNotContain("frequencies");
        assertThat(imported.warnings()).singleElement().asString().contains("surname");
    }

    @Test
    void mayDeduplicateWhatWasLinkedOnly() {
        Options options =
                new Options(
                        Optional.empty(),
                        "person",
                        0,
                        OptionalLong.empty(),
                        true,
                        Optional.empty());

        assertThat(imported(options).ontology()).doesNotContain("one_per_perspective: true");
    }

    @Test
    void mapsLevelsAsTheyAreReached() {
        String ontology =
                ofLevels(
                        level("a_l IS NULL OR a_r IS NULL", "\"is_null_level\": true"),
                        level(
                                "a_l <> a_r AND b_l = b_r",
                                "\"m_probability\": 0.5, \"u_probability\": 0.25"),
                        level("b_l IS NULL OR b_r IS NULL", "\"is_null_level\": true"),
                        level("NOT TRUE", "\"m_probability\": 0.5, \"u_probability\": 0.25"),
                        level(
                                "a_l IS NOT NULL AND a_r IS NOT NULL",
                                "\"m_probability\": 0.5, \"u_probability\": 0.125"),
                        level("a_l = a_r", "\"m_probability\": 0.5, \"u_probability\": 0.5"),
                        level("ELSE", "\"m_probability\": 0.5, \"u_probability\": 0.5"));

        assertThat(ontology.lines().filter(line -> !line.contains("#")).skip(8))
                .containsExactly(
                        "        - name: c",
                        "          attribute: a",
                        "          levels:",
                        "            - {when: [[{attribute: a, not: true}, {attribute: b}]], weight: 1000}",
                        "            - {attribute: b, compare: missing, weight: 0}",
                        "          else: 2000");
    }

    @Test
    void namesAttributesOfLevelsIfNothingIsMissing() {
        String ontology =
                ofLevels(
                        level("a_l = a_r", "\"m_probability\": 0.5, \"u_probability\": 0.25"),
                        level("ELSE", "\"m_probability\": 0.5, \"u_probability\": 0.5"));

        assertThat(ontology)
                .contains("- {attribute: a, compare: equal, weight: 1000}")
                .doesNotContain("          attribute: a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "l.a = r.a OR l.b = r.b | {name: a, attributes: [a], where: score, max_records: 1000}; {name: b, attributes: [b], where: score, max_records: 1000}",
                "l.a = r.b | {name: a_or_b, attributes: [{any_of: [a, b]}], where: score, max_records: 1000}",
                "l.a = r.b AND l.b = r.a AND l.c = r.c | {name: a_and_b_and_c_in_any_order, attributes: [a, b, c], unordered: true, where: score, max_records: 1000}",
                "l.a = r.a AND substr(l.a, 1, 2) = substr(r.a, 1, 2) | {name: a, attributes: [a], where: score, max_records: 1000}",
                "l.a = r.a AND l.a IS NOT NULL | {name: a, attributes: [a], where: score, max_records: 1000}",
            })
    void mapsBlockingRules(String sql, String keys) {
        assertThat(ofRules("\"" + sql + "\"").lines().filter(line -> line.contains("where: score")))
                .containsExactly(
                        Arrays.stream(keys.split("; "))
                                .map(key -> "      - " + key)
                                .toArray(String[]::new));
    }

    @Test
    void givesKeysOfOneNameANumber() {
        assertThat(ofRules("\"l.a = r.a\", \"l.a = r.a\""))
                .contains("{name: a, attributes: [a]", "{name: a_2, attributes: [a]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "l.a = r.a AND levenshtein(l.b, r.b) < 2 | leave this condition out of the rule",
                "1 = 1 | compares all records with all",
                "l.a = r.a AND l.a = r.b | the column a twice",
                "l.a = r.b AND l.b = r.a AND l.c = r.d AND l.d = r.c | two pairs of swapped columns",
                "soundex(l.a) = soundex(r.a) | the function soundex",
            })
    void refusesRulesThatAreNoKeys(String sql, String problem) {
        assertThatThrownBy(() -> ofRules("\"" + sql + "\""))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(
                        "m.json: blocking_rules_to_generate_predictions[0]: blocking rule")
                .hasMessageContaining(problem)
                .hasMessageEndingWith("The SQL is: " + sql);
    }

    @Test
    void namesTheLevelThatHasNoEquivalent() {
        assertThatThrownBy(
                        () ->
                                ofLevels(
                                        level("a_l = 'x'", "\"label_for_charts\": \"is x\""),
                                        level("ELSE", "\"m_probability\": 1")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageStartingWith(
                        "m.json: comparisons[0].comparison_levels[0].sql_condition: level 'is x' of"
                                + " the comparison 'c': ")
                .hasMessageEndingWith(". The SQL is: a_l = 'x'");
    }

    @Test
    void refusesFrequenciesOfALevelOfOtherThanEqualValues() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "value,frequency\nx,0.5\n");

        assertThatThrownBy(
                        () ->
                                run(
                                        model(
                                                "\"l.a = r.a\"",
                                                level(
                                                        "lower(a_l) = lower(a_r)",
                                                        "\"tf_adjustment_column\": \"a\""),
                                                level("ELSE", "\"m_probability\": 1")),
                                        withFrequencies()))
                .hasMessageContaining("no tf_adjustment_column");
    }

    @Test
    void writesAllKindsOfValuesSoThatTheyAreReadBack() throws IOException {
        List<String> values =
                List.of(
                        "null",
                        "1.0",
                        "a: b",
                        "- x",
                        "\"q\"",
                        "back\\slash",
                        "tab\tx",
                        "line\nx",
                        "#x",
                        " x ",
                        "a,b",
                        "\u00f6",
                        "\u0085",
                        "\u2028",
                        "\ufeffx",
                        "\ud83d\ude00",
                        "x".repeat(1200));
        StringBuilder csv = new StringBuilder("value,frequency\n");
        values.forEach(value -> csv.append('"' + value.replace("\"", "\"\"") + "\",0.5\n"));
        Files.writeString(folder.resolve("a.csv"), csv);
        String model =
                model(
                        "\"l.a = r.a\"",
                        level(
                                "a_l = a_r",
                                "\"tf_adjustment_column\": \"a\", \"u_probability\": 0.25"),
                        level("ELSE", "\"m_probability\": 1"));

        String yaml = run(model, withFrequencies());

        assertThat(
                        OntologyReader.read("o.yaml", yaml)
                                .rules("person")
                                .flatMap(EntityTypeRules::score)
                                .orElseThrow()
                                .comparisons()
                                .get(0)
                                .levels()
                                .get(0)
                                .frequencies())
                .containsOnlyKeys(values)
                .containsValue(-1000L);
    }

    @ParameterizedTest
    @CsvSource({
        "'', expected the header",
        "'a,b\n', expected the header",
        "'value,frequency\nx\n', is not of two columns",
        "'value,frequency\nx,0\n', a number above 0",
        "'value,frequency\nx,often\n', a number above 0",
        "'value,frequency\nx,.5\nx,.5\n', occurs twice",
    })
    void refusesWrongFrequencies(String csv, String problem) throws IOException {
        Files.writeString(folder.resolve("surname.csv"), csv);

        assertThatThrownBy(() -> imported(withFrequencies()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("surname.csv: ")
                .hasMessageContaining(problem);
    }

    @Test
    void refusesToDoWithoutAFileOfFrequencies() {
        assertThatThrownBy(() -> imported(withFrequencies()))
                .hasMessageContaining("surname.csv: missing; expected");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | has no comparisons",
                "[] | expected an object",
                "{\"sql_dialect\": \"spark\"} | sql_dialect: 'spark' is not supported",
            })
    void refusesWhatIsNoModel(String json, String problem) {
        assertThatThrownBy(() -> run(json, plain()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void refusesModelsWithoutRulesPriorOrElse() {
        assertThatThrownBy(() -> ofRules("")).hasMessageContaining("expected at least one");
        String sure = model("\"l.a = r.a\"", level("ELSE", "\"m_probability\": 1"));
        assertThatThrownBy(() -> run(sure.replace("0.5,", "1,"), plain()))
                .hasMessageContaining("expected a number between 0 and 1");
        assertThatThrownBy(() -> ofLevels(level("a_l = a_r", "\"m_probability\": 1")))
                .hasMessageContaining("does not end with the level ELSE");
    }

    private Options withFrequencies() {
        return new Options(
                Optional.of(folder), "person", 0, OptionalLong.empty(), false, Optional.empty());
    }

    private static Options withFrequencies(Optional<String> tables) {
        return new Options(
                Optional.of(resource("people.json").resolveSibling("")),
                "person",
                0,
                OptionalLong.empty(),
                false,
                tables);
    }

    private static Options plain() {
        return new Options(
                Optional.empty(), "person", 0, OptionalLong.empty(), false, Optional.empty());
    }

    private static Imported imported(Options options) {
        return SplinkImport.run(resource("people.json").toString(), text("people.json"), options);
    }

    private static String ofRules(String rules) {
        return run(model(rules, level("ELSE", "\"m_probability\": 1")), plain());
    }

    private static String ofLevels(String... levels) {
        return run(model("\"l.a = r.a\"", levels), plain());
    }

    private static String run(String json, Options options) {
        return SplinkImport.run("m.json", json, options).ontology();
    }

    private static String model(String rules, String... levels) {
        return "{\"probability_two_random_records_match\": 0.5,"
                + " \"blocking_rules_to_generate_predictions\": ["
                + rules
                + "], \"comparisons\": [{\"output_column_name\": \"c\", \"comparison_levels\": ["
                + String.join(", ", levels)
                + "]}]}";
    }

    private static String level(String sql, String fields) {
        return "{\"sql_condition\": \"" + sql + "\", " + fields + "}";
    }

    private static String text(String name) {
        try {
            return Files.readString(resource(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path resource(String name) {
        try {
            return Path.of(
                    Objects.requireNonNull(SplinkImportTest.class.getResource("/splink/" + name))
                            .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
