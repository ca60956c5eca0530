package io.kindred.codec;

import io.kindred.ontology.Comparison.Equal;
import io.kindred.ontology.Comparison.Missing;
import io.kindred.ontology.Condition;
import io.kindred.ontology.Level;
import io.kindred.ontology.Normalizer;
import io.kindred.ontology.PairTest;
import io.kindred.ontology.ScoreRules;
import io.kindred.ontology.ScoredComparison;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the field {@code score} of an entity type. */
final class ScoreReader {

    static final String SCORE = "score";

    /** Far beyond any evidence; sums of a few thousand still fit into 64 bits. */
    private static final long MAX_WEIGHT = 1_000_000_000_000L;

    private static final int MAX_MEMBERS = 1000;

    private static final String WHEN = "when";
    private static final String WEIGHT = "weight";
    private static final String FREQUENCIES = "frequencies";

    private ScoreReader() {}

    static ScoreRules read(ConfigNode node) {
        ConfigObject score =
                node.object().allow("prior", "comparisons", "link", "cohesion", "clip", "members");
        ConfigNode list = score.required("comparisons", "a list of at least one comparison");
        Distinct names = new Distinct();
        List<ScoredComparison> comparisons = new ArrayList<>();
        for (ConfigNode each : list.items()) {
            ScoredComparison comparison = comparison(each, comparisons.size());
            comparisons.add(comparison);
            each.object()
                    .optional("name")
                    .ifPresent(
                            name ->
                                    names.add(
                                            name,
                                            comparison.name(),
                                            "the name '%s'",
                                            "; names of comparisons must differ"));
        }
        if (comparisons.isEmpty()) {
            throw list.invalid("empty; expected at least one comparison");
        }
        return new ScoreRules(
                weight(score, "prior", 0),
                comparisons,
                weight(score, "link", 0),
                weight(score, "cohesion", ScoreRules.DEFAULT_COHESION),
                score.optional("clip")
                        .map(clip -> clip.integer(0, MAX_WEIGHT))
                        .orElse(ScoreRules.DEFAULT_CLIP),
                score.optional("members")
                        .map(members -> (int) members.integer(1, MAX_MEMBERS))
                        .orElse(ScoreRules.DEFAULT_MEMBERS));
    }

    private static ScoredComparison comparison(ConfigNode node, int position) {
        ConfigObject object =
                node.object()
                        .allow(
                                "name",
                                "attribute",
                                NormalizerReader.NORMALIZE,
                                "missing",
                                "levels",
                                "else");
        Optional<String> attribute = object.optional("attribute").map(ConfigNode::nonEmptyString);
        List<Normalizer> steps = NormalizerReader.read(object);
        ConfigNode list = object.required("levels", "a list of at least one level");
        List<Level> levels = new ArrayList<>();
        for (ConfigNode level : list.items()) {
            levels.add(level(level, attribute, steps));
        }
        if (levels.isEmpty()) {
            throw list.invalid("empty; expected at least one level");
        }
        return new ScoredComparison(
                object.optional("name")
                        .map(ConfigNode::nonEmptyString)
                        .or(() -> attribute)
                        .orElse("comparison " + (position + 1)),
                object.optional("missing")
                        .map(ConditionReader::test)
                        .orElseGet(() -> withoutValue(attribute, steps)),
                levels,
                weight(object, "else", 0));
    }

    /** When a comparison is missing by default: a record has no value; never without attribute. */
    private static PairTest withoutValue(Optional<String> attribute, List<Normalizer> steps) {
        return attribute
                .map(name -> PairTest.of(new Condition(name, name, steps, new Missing(), false)))
                .orElse(new PairTest(List.of()));
    }

    private static Level level(
            ConfigNode node, Optional<String> attribute, List<Normalizer> steps) {
        ConfigObject level = node.object();
        PairTest test =
                level.optional(WHEN).isPresent()
                        ? when(level)
                        : PairTest.of(condition(level, attribute, steps));
        long weight =
                level.required(WEIGHT, "an integer, in thousandths of a bit")
                        .integer(-MAX_WEIGHT, MAX_WEIGHT);
        return new Level(
                test,
                weight,
                level.optional(FREQUENCIES).map(table -> table(table, test)).orElse(Map.of()));
    }

    private static PairTest when(ConfigObject level) {
        for (String field : ConditionReader.FIELDS) {
            level.optional(field)
                    .ifPresent(
                            node -> {
                                throw node.invalid(
                                        "a level has either when or a condition of its own;"
                                                + " write the condition in when, or leave when"
                                                + " out");
                            });
        }
        level.allow(WHEN, WEIGHT, FREQUENCIES);
        return ConditionReader.test(level.required(WHEN, ""));
    }

    private static Condition condition(
            ConfigObject level, Optional<String> attribute, List<Normalizer> steps) {
        List<String> fields = new ArrayList<>(ConditionReader.FIELDS);
        fields.addAll(List.of(WHEN, WEIGHT, FREQUENCIES));
        level.allow(fields.toArray(String[]::new));
        Optional<ConfigNode> own = level.optional("attribute");
        if (own.isEmpty() && attribute.isEmpty()) {
            throw level.node()
                    .invalid(
                            "neither the level nor its comparison has an attribute; expected"
                                    + " attribute, or when");
        }
        return ConditionReader.read(
                level,
                own.map(ConfigNode::nonEmptyString).or(() -> attribute).orElseThrow(),
                steps);
    }

    private static Map<String, Long> table(ConfigNode node, PairTest test) {
        List<Condition> first = test.alternatives().get(0);
        if (test.alternatives().size() > 1
                || first.size() > 1
                || !(first.get(0).comparison() instanceof Equal)
                || first.get(0).isNegated()) {
            throw node.invalid(
                    "only a level of one condition that values are equal can have frequencies;"
                            + " leave them out, or move them to a level with compare: equal");
        }
        if (!node.isObject()) {
            throw node.expected("an object of values and weights, or the name of a CSV file");
        }
        Map<String, Long> weights = new LinkedHashMap<>();
        node.entries()
                .forEach(
                        (value, weight) ->
                                weights.put(value, weight.integer(-MAX_WEIGHT, MAX_WEIGHT)));
        return weights;
    }

    private static long weight(ConfigObject object, String field, long otherwise) {
        return object.optional(field)
                .map(node -> node.integer(-MAX_WEIGHT, MAX_WEIGHT))
                .orElse(otherwise);
    }
}
