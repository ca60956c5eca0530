package io.kindred.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.kindred.compare.Measure;
import io.kindred.compare.Threshold;
import io.kindred.compare.Threshold.Bound;
import io.kindred.ontology.Comparison;
import io.kindred.ontology.Condition;
import io.kindred.ontology.KeyTest;
import io.kindred.ontology.Level;
import io.kindred.ontology.Normalizer;
import io.kindred.ontology.PairTest;
import io.kindred.ontology.ScoreRules;
import io.kindred.ontology.ScoredComparison;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tests and scores in the ontologies of the worked cases, all of them valid. */
final class MatchingJson {

    private MatchingJson() {}

    /** What a key's {@code where} says; missing: nothing. */
    static KeyTest keyTest(JsonNode where) {
        if (where.isMissingNode()) {
            return new KeyTest.None();
        }
        return where.isTextual() ? new KeyTest.Scored() : new KeyTest.Tested(test(where));
    }

    static ScoreRules score(JsonNode json) {
        List<ScoredComparison> comparisons = new ArrayList<>();
        json.path("comparisons")
                .forEach(each -> comparisons.add(comparison(each, comparisons.size() + 1)));
        return new ScoreRules(
                json.path("prior").asLong(0),
                comparisons,
                json.path("link").asLong(0),
                json.path("cohesion").asLong(ScoreRules.DEFAULT_COHESION),
                json.path("clip").asLong(ScoreRules.DEFAULT_CLIP),
                json.path("members").asInt(ScoreRules.DEFAULT_MEMBERS));
    }

    private static ScoredComparison comparison(JsonNode json, int number) {
        String attribute = json.path("attribute").asText();
        List<Normalizer> steps = OntologyJson.steps(json);
        PairTest missing = new PairTest(List.of());
        if (json.has("missing")) {
            missing = test(json.path("missing"));
        } else if (json.has("attribute")) {
            missing =
                    PairTest.of(
                            new Condition(
                                    attribute, attribute, steps, new Comparison.Missing(), false));
        }
        return new ScoredComparison(
                json.path("name").asText(attribute.isEmpty() ? "comparison " + number : attribute),
                missing,
                InputJson.list(json.path("levels"), level -> level(level, attribute, steps)),
                json.path("else").asLong(0));
    }

    private static Level level(JsonNode json, String attribute, List<Normalizer> steps) {
        Map<String, Long> frequencies = new HashMap<>();
        json.path("frequencies")
                .properties()
                .forEach(entry -> frequencies.put(entry.getKey(), entry.getValue().longValue()));
        return new Level(
                json.has("when")
                        ? test(json.path("when"))
                        : PairTest.of(condition(json, attribute, steps)),
                json.path("weight").longValue(),
                frequencies);
    }

    private static PairTest test(JsonNode alternatives) {
        return new PairTest(
                InputJson.list(
                        alternatives,
                        conditions ->
                                InputJson.list(
                                        conditions, each -> condition(each, "", List.of()))));
    }

    private static Condition condition(JsonNode json, String attribute, List<Normalizer> steps) {
        String first = json.path("attribute").asText(attribute);
        return new Condition(
                first,
                json.path("with").asText(first),
                json.has("normalize") ? OntologyJson.steps(json) : steps,
                compare(json),
                json.path("not").asBoolean());
    }

    private static Comparison compare(JsonNode json) {
        return switch (json.path("compare").asText("equal")) {
            case "equal" -> new Comparison.Equal();
            case "missing" -> new Comparison.Missing();
            default -> new Comparison.Measured(threshold(json));
        };
    }

    static Threshold threshold(JsonNode json) {
        Bound bound = json.has("at_least") ? Bound.AT_LEAST : Bound.AT_MOST;
        String limit = json.path(json.has("at_least") ? "at_least" : "at_most").asText();
        return new Threshold(
                Measure.valueOf(OntologyJson.upper(json.path("compare").asText())),
                bound,
                new BigDecimal(limit));
    }
}
