package io.kindred.codec;

import io.kindred.compare.Measure;
import io.kindred.compare.Threshold;
import io.kindred.compare.Threshold.Bound;
import io.kindred.ontology.BasicNormalizer;
import io.kindred.ontology.Comparison;
import io.kindred.ontology.Comparison.Equal;
import io.kindred.ontology.Comparison.Measured;
import io.kindred.ontology.Comparison.Missing;
import io.kindred.ontology.Condition;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;
import io.kindred.ontology.KeyTest;
import io.kindred.ontology.Level;
import io.kindred.ontology.Normalizer;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.PairTest;
import io.kindred.ontology.ScoreRules;
import io.kindred.ontology.ScoredComparison;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests, scores and what else an ontology says about values that are nearly equal. */
class MatchingRulesReaderTest {

    @Test
    void readsTestedKeys() {
        EntityTypeRules person =
                person(
                        """
                        identity_keys:
                          - name: dob
                            attributes: [dob]
                            where:
                              - - {attribute: last, compare: jaro_winkler, at_least: 0.880}
                                - {attribute: city, not: true}
                              - - {attribute: last, with: first, normalize: [soundex]}
                              - - {attribute: ssn, compare: damerau_levenshtein, at_most: 1}
                                - {attribute: mail, compare: missing}
                          - {name: phone, attributes: [{any_of: [phone, mobile], normalize: [digits]}]}
                          - {name: names, attributes: [first, last], unordered: true}
                          - {name: scored, attributes: [city], where: score, max_records: 7}
                        score: {comparisons: [{attribute: city, levels: [{weight: 1}]}]}
                        """);
        List<IdentityKey> keys = person.identityKeys();
        assertThat(keys.get(0).test())
                .isEqualTo(
                        new KeyTest.Tested(
                                new PairTest(
                                        List.of(
                                                List.of(
                                                        on(
                                                                "last",
                                                                measured(
                                                                        Measure.JARO_WINKLER,
                                                                        Bound.AT_LEAST,
                                                                        "0.88")),
                                                        new Condition(
                                                                "city",
                                                                "city",
                                                                List.of(),
                                                                new Equal(),
                                                                true)),
                                                List.of(
                                                        new Condition(
                                                                "last",
                                                                "first",
                                                                List.of(BasicNormalizer.SOUNDEX),
                                                                new Equal(),
                                                                false)),
                                                List.of(
                                                        on(
                                                                "ssn",
                                                                measured(
                                                                        Measure.DAMERAU_LEVENSHTEIN,
                                                                        Bound.AT_MOST,
                                                                        "1")),
                                                        on("mail", new Missing()))))));
        assertThat(keys.get(1).attributes())
                .containsExactly(
                        new KeyAttribute(
                                List.of("phone", "mobile"), List.of(BasicNormalizer.DIGITS)));
        assertThat(keys)
                .extracting(IdentityKey::isUnordered)
                .containsExactly(false, false, true, false);
        assertThat(keys.get(3).test()).isEqualTo(new KeyTest.Scored());
        assertThat(keys)
                .extracting(key -> key.maxRecords().orElseThrow())
                .containsExactly(100L, 1000L, 1000L, 7L);
    }

    @Test
    void readsScores() {
        ScoreRules score =
                score(
                        """
                        prior: -9966
                        link: 100
                        cohesion: -1
                        clip: 0
                        members: 3
                        comparisons:
                          - attribute: last
                            normalize: [soundex]
                            levels:
                              - {compare: equal, weight: 6210, frequencies: {smith: -1500, "7": 2}}
                              - {compare: jaro, at_least: 1, normalize: [], weight: 4100}
                              - {attribute: maiden, weight: 3}
                            else: -3200
                          - name: contact
                            missing: [[{attribute: mail, compare: missing}]]
                            levels:
                              - {when: [[{attribute: mail}], [{attribute: phone}]], weight: -5}
                          - levels: [{attribute: city, with: town, weight: 1}]
                        """);
        List<Normalizer> soundex = List.of(BasicNormalizer.SOUNDEX);
        Condition last = new Condition("last", "last", soundex, new Equal(), false);
        Condition maiden = new Condition("maiden", "maiden", soundex, new Equal(), false);
        ScoredComparison name =
                new ScoredComparison(
                        "last",
                        PairTest.of(new Condition("last", "last", soundex, new Missing(), false)),
                        List.of(
                                new Level(
                                        PairTest.of(last), 6210, Map.of("smith", -1500L, "7", 2L)),
                                level(
                                        on("last", measured(Measure.JARO, Bound.AT_LEAST, "1")),
                                        4100),
                                level(maiden, 3)),
                        -3200);
        ScoredComparison contact =
                new ScoredComparison(
                        "contact",
                        PairTest.of(on("mail", new Missing())),
                        List.of(
                                new Level(
                                        new PairTest(
                                                List.of(
                                                        List.of(on("mail", new Equal())),
                                                        List.of(on("phone", new Equal())))),
                                        -5,
                                        Map.of())),
                        0);
        ScoredComparison city =
                new ScoredComparison(
                        "comparison 3",
                        new PairTest(List.of()),
                        List.of(
                                level(
                                        new Condition(
                                                "city", "town", List.of(), new Equal(), false),
                                        1)),
                        0);
        assertThat(score)
                .isEqualTo(new ScoreRules(-9966, List.of(name, contact, city), 100, -1, 0, 3));
    }

    @Test
    void fillsInDefaultsOfScores() {
        ScoreRules score = score("comparisons: [{attribute: a, levels: [{weight: 1}]}]");
        assertThat(score.prior()).isZero();
        assertThat(score.link()).isZero();
        assertThat(score.cohesion()).isEqualTo(-4000);
        assertThat(score.clip()).isEqualTo(12000);
        assertThat(score.members()).isEqualTo(10);
    }

    @Test
    void readsTolerantStrongIdentifiersAndOnePerPerspective() {
        EntityTypeRules person =
                person(
                        """
                        one_per_perspective: true
                        strong_identifiers:
                          - {attribute: dob, differ: {compare: days, at_least: 2}}
                          - {attribute: name, differ: {compare: jaro, at_most: 0.5}}
                        """);
        assertThat(person.isOnePerPerspective()).isTrue();
        assertThat(person.strongIdentifiers())
                .extracting(each -> each.differ().orElseThrow())
                .containsExactly(
                        new Threshold(Measure.DAYS, Bound.AT_LEAST, BigDecimal.valueOf(2)),
                        new Threshold(Measure.JARO, Bound.AT_MOST, new BigDecimal("0.5")));
    }

    @Test
    void keepsStateUnderRulesThatSayTheSame() {
        Ontology before =
                ontology(
                        """
                        identity_keys:
                          - {name: k, attributes: [a], where: [[{attribute: b, compare: jaro, at_least: 0.88}]]}
                          - {name: s, attributes: [b], where: score}
                        strong_identifiers: [{attribute: c, differ: {compare: days, at_least: 2}}]
                        score: {comparisons: [{attribute: a, levels: [{weight: 1}]}]}
                        """);
        String spelledOut =
                """
                identity_keys:
                  - {name: k, attributes: [{any_of: [a]}], max_records: 100, unordered: false,
                     where: [[{attribute: b, with: b, normalize: [], not: false, compare: jaro, at_least: 0.880}]]}
                  - {name: s, attributes: [b], where: score, max_records: 100}
                strong_identifiers: [{attribute: c, scope: global, differ: {compare: days, at_least: 2.0}}]
                one_per_perspective: false
                score:
                  prior: 0
                  link: 0
                  cohesion: -4000
                  clip: 12000
                  members: 10
                  comparisons:
                    - name: first
                      attribute: a
                      missing: [[{attribute: a, compare: missing}]]
                      levels: [{when: [[{attribute: a, compare: equal}]], weight: 1, frequencies: {}}]
                      else: 0
                """;
        assertThat(ontology(spelledOut).keeps(before)).isTrue();
        for (String part : List.of("0.88", "at_least: 2", "weight: ", "else: ", "link: ")) {
            assertThat(ontology(spelledOut.replaceFirst(part + "0?", part + "1")).keeps(before))
                    .as(part)
                    .isFalse();
        }
        assertThat(ontology(spelledOut.replace("spective: false", "spective: true")).keeps(before))
                .isFalse();
    }

    @Test
    void keepsLimitsExactOnTheRoadThroughCanonicalJson() {
        String limit = "0.10000000000000000";
        ConfigNode node =
                StrictYaml.read(
                        "o.yaml",
                        type(
                                "identity_keys: [{name: k, attributes: [a], where: [[{attribute: b,"
                                        + " compare: jaro, at_least: "
                                        + limit
                                        + "1}]]}]"));
        OntologyDocument document = OntologyDocument.of(node);
        assertThat(document.json()).contains(limit + "1");
        assertThat(document.ontology()).isEqualTo(OntologyReader.read(node));
    }

    @Test
    void listsAttributesOfConditionsAndComparisons() {
        Ontology ontology =
                ontology(
                        """
                        identity_keys:
                          - {name: k, attributes: [a, {any_of: [b, c]}], where: [[{attribute: d, with: e}, {attribute: f, not: true}]]}
                        score:
                          comparisons:
                            - {attribute: g, levels: [{weight: 2}, {compare: jaro, at_least: 0.9, weight: 1}]}
                            - {name: mail, levels: [{when: [[{attribute: h, compare: missing}], [{attribute: i}]], weight: 0}]}
                        """);
        String at = "entity_types.person.";
        assertThat(RuleAttribute.of(ontology))
                .containsExactly(
                        rule(
                                "the identity key k",
                                true,
                                "a",
                                at + "identity_keys[0].attributes[0]"),
                        rule(
                                "the alternative b of the identity key k",
                                false,
                                "b",
                                at + "identity_keys[0].attributes[1].any_of[0]"),
                        rule(
                                "the alternative c of the identity key k",
                                false,
                                "c",
                                at + "identity_keys[0].attributes[1].any_of[1]"),
                        rule(
                                "a condition of the identity key k",
                                false,
                                "d",
                                at + "identity_keys[0].where"),
                        rule(
                                "a condition of the identity key k",
                                false,
                                "e",
                                at + "identity_keys[0].where"),
                        rule(
                                "a condition of the comparison g",
                                false,
                                "g",
                                at + "score.comparisons[0].levels[0]"),
                        rule(
                                "a condition of the comparison g",
                                false,
                                "g",
                                at + "score.comparisons[0].levels[1]"),
                        rule(
                                "a condition of the comparison mail",
                                false,
                                "i",
                                at + "score.comparisons[1].levels[0]"));
    }

    private static RuleAttribute rule(String rule, boolean isKey, String attribute, String path) {
        return new RuleAttribute("person", rule, isKey, attribute, path);
    }

    private static Condition on(String attribute, Comparison comparison) {
        return new Condition(attribute, attribute, List.of(), comparison, false);
    }

    private static Measured measured(Measure measure, Bound bound, String limit) {
        return new Measured(new Threshold(measure, bound, new BigDecimal(limit)));
    }

    private static Level level(Condition condition, long weight) {
        return new Level(PairTest.of(condition), weight, Map.of());
    }

    private static ScoreRules score(String yaml) {
        return person("score:\n" + yaml.indent(2)).score().orElseThrow();
    }

    private static EntityTypeRules person(String yaml) {
        return ontology(yaml).rules("person").orElseThrow();
    }

    private static Ontology ontology(String yaml) {
        return OntologyReader.read("o.yaml", type(yaml));
    }

    private static String type(String yaml) {
        return "entity_types:\n  person:\n" + yaml.indent(4);
    }
}
