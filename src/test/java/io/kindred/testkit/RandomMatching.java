package io.kindred.testkit;

import io.kindred.compare.Measure;
import io.kindred.compare.Threshold;
import io.kindred.compare.Threshold.Bound;
import io.kindred.ontology.BasicNormalizer;
import io.kindred.ontology.Comparison;
import io.kindred.ontology.Comparison.Equal;
import io.kindred.ontology.Comparison.Measured;
import io.kindred.ontology.Comparison.Missing;
import io.kindred.ontology.Condition;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;
import io.kindred.ontology.KeyTest;
import io.kindred.ontology.Level;
import io.kindred.ontology.Normalizer;
import io.kindred.ontology.PairTest;
import io.kindred.ontology.Prefix;
import io.kindred.ontology.Scope;
import io.kindred.ontology.ScoreRules;
import io.kindred.ontology.ScoredComparison;
import io.kindred.ontology.StrongIdentifier;
import io.kindred.ontology.Suffix;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Random keys with tests, scores, and values that are nearly alike, so that tests often hold. */
final class RandomMatching {

    /** What the attributes say, some of it in the words of others. */
    private static final Map<String, List<String>> VALUES =
            Map.of(
                    "name",
                    List.of("anna", "annar", "hanna", "anna bo", "bo  anna", "Anna", "anan", "bo"),
                    "email",
                    List.of("anna@x", "ana@x", "hanna@y", "anna@x@y", "anna", "bo@x"),
                    "phone",
                    List.of("100", "101", "0100", "100.5", "-100", "anna", "110"),
                    "dob",
                    List.of("1990-01-02", "1990-01-03", "1990-02-01", "1991-01-02", "1990-02-30"),
                    "ssn",
                    List.of("1234", "1243", "1235", "9876"),
                    "passport",
                    List.of("12", "13", "21", "2.5", "p"),
                    "city",
                    List.of("anna bo", "bo", "x bo", "\uff5e\ud83d\ude00"));

    private static final List<String> COMPARED =
            List.of("name", "name", "email", "phone", "dob", "dob", "city", "ssn");

    private final Dice dice;

    RandomMatching(Dice dice) {
        this.dice = dice;
    }

    /** A few values of each attribute. */
    Map<String, List<String>> alphabets() {
        Map<String, List<String>> alphabets = new TreeMap<>();
        for (String attribute : RandomSchema.ATTRIBUTES) {
            alphabets.put(attribute, dice.pick(dice.between(2, 4), VALUES.get(attribute)));
        }
        return alphabets;
    }

    /** A key whose values decide which records are compared. */
    IdentityKey key(String name, KeyTest test) {
        List<KeyAttribute> attributes = new ArrayList<>(List.of(keyAttribute()));
        boolean isUnordered = dice.chance(0.15);
        if (isUnordered) {
            attributes = List.of(new KeyAttribute("name", List.of()), cityWords());
        }
        return new IdentityKey(name, attributes, limit(), test, isUnordered);
    }

    private static KeyAttribute cityWords() {
        return new KeyAttribute("city", List.of(BasicNormalizer.TOKENS));
    }

    private KeyAttribute keyAttribute() {
        return switch (dice.between(0, 9)) {
            case 0 -> new KeyAttribute("name", List.of(BasicNormalizer.TOKENS));
            case 1 -> new KeyAttribute("name", List.of(BasicNormalizer.SORTED_TOKENS));
            case 2, 3 -> new KeyAttribute("name", List.of(new Prefix(dice.between(1, 2))));
            case 4 -> new KeyAttribute("email", List.of(new Suffix(2)));
            case 5 -> new KeyAttribute("email", List.of(BasicNormalizer.EMAIL_LOCAL));
            case 6 -> new KeyAttribute(List.of("phone", "email", "name"), List.of());
            case 7, 8 -> new KeyAttribute("dob", List.of(new Prefix(3)));
            default -> new KeyAttribute("dob", List.of());
        };
    }

    private OptionalLong limit() {
        if (dice.chance(0.15)) {
            return OptionalLong.of(dice.between(1, 4));
        }
        return dice.chance(0.2)
                ? OptionalLong.empty()
                : OptionalLong.of(IdentityKey.DEFAULT_MAX_TESTED_RECORDS);
    }

    /** One or two alternatives of one or two conditions. */
    PairTest test() {
        List<List<Condition>> alternatives = new ArrayList<>();
        for (int i = dice.chance(0.6) ? 1 : 2; i > 0; i--) {
            List<Condition> conditions = new ArrayList<>();
            for (int j = dice.chance(0.75) ? 1 : 2; j > 0; j--) {
                conditions.add(condition());
            }
            alternatives.add(conditions);
        }
        return new PairTest(alternatives);
    }

    private Condition condition() {
        String attribute = dice.pick(COMPARED);
        if (dice.chance(0.1)) {
            String with = dice.pick(List.of("name", "email", "phone"));
            return new Condition(attribute, with, List.of(), new Equal(), dice.chance(0.2));
        }
        if (dice.chance(0.06)) {
            return new Condition(attribute, attribute, List.of(), new Missing(), dice.chance(0.4));
        }
        return new Condition(
                attribute, attribute, steps(attribute), comparison(attribute), dice.chance(0.08));
    }

    private List<Normalizer> steps(String attribute) {
        if (dice.chance(0.75)) {
            return List.of();
        }
        return switch (attribute) {
            case "name", "city" ->
                    List.of(
                            dice.pick(
                                    List.of(
                                            BasicNormalizer.TOKENS,
                                            BasicNormalizer.SORTED_TOKENS)));
            case "email" -> List.of(BasicNormalizer.EMAIL_LOCAL);
            default -> List.of(new Prefix(3));
        };
    }

    private Comparison comparison(String attribute) {
        return switch (attribute) {
            case "name" ->
                    dice.pick(
                            List.of(
                                    new Equal(),
                                    atLeast(Measure.JARO_WINKLER, "0.9"),
                                    atLeast(Measure.JARO_WINKLER, "0.8"),
                                    atLeast(Measure.JARO, "0.8"),
                                    atLeast(Measure.TOKEN_JACCARD, "0.5"),
                                    atMost(Measure.LEVENSHTEIN, "1")));
            case "dob" ->
                    dice.pick(
                            List.of(
                                    atMost(Measure.DAYS, "1"),
                                    atMost(Measure.DAYS, "31"),
                                    atMost(Measure.DAMERAU_LEVENSHTEIN, "1")));
            case "phone" ->
                    dice.pick(
                            List.of(
                                    new Equal(),
                                    atMost(Measure.DIFFERENCE, "0.5"),
                                    atMost(Measure.DIFFERENCE, "1")));
            default -> dice.pick(List.of(new Equal(), atMost(Measure.DAMERAU_LEVENSHTEIN, "1")));
        };
    }

    private static Comparison atLeast(Measure measure, String limit) {
        return new Measured(new Threshold(measure, Bound.AT_LEAST, new BigDecimal(limit)));
    }

    private static Comparison atMost(Measure measure, String limit) {
        return new Measured(new Threshold(measure, Bound.AT_MOST, new BigDecimal(limit)));
    }

    /** Weights at which many pairs are linked, and many clusters do not cohere. */
    ScoreRules score() {
        List<ScoredComparison> comparisons = new ArrayList<>();
        for (int i = dice.chance(0.8) ? dice.between(2, 3) : 1; i > 0; i--) {
            comparisons.add(comparison(i));
        }
        return new ScoreRules(
                dice.pick(List.of(0L, -1000L, -2000L)),
                comparisons,
                dice.pick(List.of(-3000L, -1000L, 0L, 2000L)),
                dice.pick(List.of(ScoreRules.DEFAULT_COHESION, 0L, 1000L, 3000L)),
                dice.pick(List.of(3000L, ScoreRules.DEFAULT_CLIP)),
                dice.pick(List.of(1, 2, 3, ScoreRules.DEFAULT_MEMBERS)));
    }

    private ScoredComparison comparison(int number) {
        long otherwise = dice.pick(List.of(-6000L, -3000L, -2000L, 0L));
        if (dice.chance(0.2)) {
            return new ScoredComparison(
                    "number " + number,
                    dice.chance(0.5) ? test() : new PairTest(List.of()),
                    List.of(new Level(test(), dice.pick(List.of(3000L, 5000L)), Map.of())),
                    otherwise);
        }
        String attribute = dice.pick(COMPARED);
        List<Normalizer> steps = steps(attribute);
        List<Level> levels = new ArrayList<>();
        levels.add(
                new Level(
                        of(attribute, steps, new Equal()),
                        dice.pick(List.of(4000L, 6000L)),
                        dice.chance(0.3) ? frequencies(attribute) : Map.of()));
        levels.add(new Level(of(attribute, steps, comparison(attribute)), 2500, Map.of()));
        return new ScoredComparison(
                "number " + number, of(attribute, steps, new Missing()), levels, otherwise);
    }

    private static PairTest of(String attribute, List<Normalizer> steps, Comparison comparison) {
        return PairTest.of(new Condition(attribute, attribute, steps, comparison, false));
    }

    private Map<String, Long> frequencies(String attribute) {
        Map<String, Long> weights = new TreeMap<>();
        for (String value : dice.pick(3, VALUES.get(attribute))) {
            weights.put(value, dice.pick(List.of(-4000L, -1500L, 2000L)));
        }
        return weights;
    }

    /** The same, perhaps with values that count as equal though they are not. */
    StrongIdentifier perhapsTolerant(StrongIdentifier strong) {
        if (dice.chance(0.6)) {
            return strong;
        }
        return new StrongIdentifier(
                strong.attribute(),
                strong.scope(),
                Optional.of(
                        switch (dice.between(0, 2)) {
                            case 0 -> threshold(Measure.DAMERAU_LEVENSHTEIN, Bound.AT_LEAST, "2");
                            case 1 -> threshold(Measure.DIFFERENCE, Bound.AT_LEAST, "5");
                            default -> threshold(Measure.JARO, Bound.AT_MOST, "0.7");
                        }));
    }

    private static Threshold threshold(Measure measure, Bound bound, String limit) {
        return new Threshold(measure, bound, new BigDecimal(limit));
    }

    /** Up to two, on attributes that are not compared often. */
    List<StrongIdentifier> strongIdentifiers() {
        return dice.pick(dice.between(0, 2), List.of("ssn", "passport", "dob")).stream()
                .map(
                        attribute ->
                                new StrongIdentifier(
                                        attribute,
                                        dice.chance(0.3) ? Scope.PERSPECTIVE : Scope.GLOBAL))
                .map(this::perhapsTolerant)
                .toList();
    }
}
