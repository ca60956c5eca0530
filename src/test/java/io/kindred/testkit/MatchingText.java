package io.kindred.testkit;

import io.kindred.compare.Threshold;
import io.kindred.compare.Threshold.Bound;
import io.kindred.ontology.Comparison;
import io.kindred.ontology.Condition;
import io.kindred.ontology.Level;
import io.kindred.ontology.PairTest;
import io.kindred.ontology.ScoreRules;
import io.kindred.ontology.ScoredComparison;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes tests and scores as a user would have, every default spelled out. */
final class MatchingText {

    private MatchingText() {}

    static Map<String, Object> score(ScoreRules rules) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("prior", rules.prior());
        json.put("comparisons", OntologyText.list(rules.comparisons(), MatchingText::comparison));
        json.put("link", rules.link());
        json.put("cohesion", rules.cohesion());
        json.put("clip", rules.clip());
        json.put("members", rules.members());
        return json;
    }

    private static Map<String, Object> comparison(ScoredComparison comparison) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", comparison.name());
        if (!comparison.missing().alternatives().isEmpty()) {
            json.put("missing", test(comparison.missing()));
        }
        json.put("levels", OntologyText.list(comparison.levels(), MatchingText::level));
        json.put("else", comparison.otherwise());
        return json;
    }

    private static Map<String, Object> level(Level level) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("when", test(level.test()));
        json.put("weight", level.weight());
        if (!level.frequencies().isEmpty()) {
            json.put("frequencies", level.frequencies());
        }
        return json;
    }

    /** A test: a list of alternatives. */
    static List<Object> test(PairTest test) {
        return OntologyText.list(
                test.alternatives(),
                conditions -> OntologyText.list(conditions, MatchingText::condition));
    }

    private static Map<String, Object> condition(Condition condition) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("attribute", condition.attribute());
        json.put("with", condition.with());
        json.put("normalize", OntologyText.steps(condition.steps()));
        if (condition.comparison() instanceof Comparison.Measured measured) {
            add(measured.threshold(), json);
        } else {
            json.put(
                    "compare",
                    condition.comparison() instanceof Comparison.Missing ? "missing" : "equal");
        }
        json.put("not", condition.isNegated());
        return json;
    }

    /** Writes a measure and its limit as fields of an object. */
    static void add(Threshold threshold, Map<String, Object> json) {
        json.put("compare", OntologyText.lower(threshold.measure()));
        json.put(
                threshold.bound() == Bound.AT_LEAST ? "at_least" : "at_most",
                new BigDecimal(threshold.limit().toPlainString()));
    }
}
