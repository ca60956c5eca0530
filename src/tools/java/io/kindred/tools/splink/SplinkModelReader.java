package io.kindred.tools.splink;

import io.kindred.codec.ConfigNode;
import io.kindred.codec.ConfigObject;
import io.kindred.codec.StrictYaml;
import io.kindred.tools.splink.SplinkModel.Adjustment;
import io.kindred.tools.splink.SplinkModel.BlockingRule;
import io.kindred.tools.splink.SplinkModel.Comparison;
import io.kindred.tools.splink.SplinkModel.Level;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads models of Splink. Fields that have no meaning here are ignored. */
final class SplinkModelReader {

    /** What Splink writes instead of a probability, and what it then takes for it. */
    private static final String NOT_OBSERVED = "level not observed in training dataset";

    private static final double NOT_OBSERVED_PROBABILITY = 1e-6;

    private SplinkModelReader() {}

    /**
     * Reads the JSON that {@code save_model_to_json} of Splink writes.
     *
     * @param file the file as the user named it, shown in every error
     * @throws io.kindred.codec.InvalidConfigException naming the first error
     */
    static SplinkModel read(String file, String json) {
        ConfigNode root = StrictYaml.read(file.endsWith(".json") ? file : file + ".json", json);
        ConfigObject model = root.object();
        checkDialect(model);
        List<Comparison> comparisons = new ArrayList<>();
        for (ConfigNode node : model.items("comparisons")) {
            comparisons.add(comparison(node.object(), comparisons.size()));
        }
        if (comparisons.isEmpty()) {
            throw root.invalid(
                    "has no comparisons; expected the settings of a trained Splink model");
        }
        List<BlockingRule> rules = new ArrayList<>();
        for (ConfigNode node : model.items("blocking_rules_to_generate_predictions")) {
            rules.add(rule(node));
        }
        if (rules.isEmpty()) {
            throw root.invalid(
                    "has no blocking_rules_to_generate_predictions; expected at least one, since"
                            + " they become identity keys");
        }
        return new SplinkModel(
                text(model, "link_type").orElse("").equals("link_only"),
                prior(model),
                text(model, "unique_id_column_name").orElse("unique_id"),
                rules,
                comparisons);
    }

    private static void checkDialect(ConfigObject model) {
        Optional<ConfigNode> dialect = model.optional("sql_dialect");
        if (dialect.isPresent() && !dialect.get().scalar().equals("duckdb")) {
            throw dialect.get()
                    .invalid(
                            "'"
                                    + dialect.get().scalar()
                                    + "' is not supported; expected duckdb. Save the model of a"
                                    + " linker on DuckDB");
        }
    }

    private static double prior(ConfigObject model) {
        ConfigNode node =
                model.required("probability_two_random_records_match", "a number between 0 and 1");
        double prior = node.share().doubleValue();
        if (prior <= 0 || prior >= 1) {
            throw node.expected("a number between 0 and 1");
        }
        return prior;
    }

    private static BlockingRule rule(ConfigNode node) {
        if (node.isString()) {
            return new BlockingRule(node.string(), List.of(), node);
        }
        ConfigObject rule = node.object();
        ConfigNode sql = rule.required("blocking_rule", "a condition of SQL");
        return new BlockingRule(
                sql.nonEmptyString(),
                rule.items("arrays_to_explode").stream().map(ConfigNode::scalar).toList(),
                sql);
    }

    private static Comparison comparison(ConfigObject comparison, int position) {
        List<Level> levels =
                comparison.items("comparison_levels").stream()
                        .map(each -> level(each.object()))
                        .toList();
        String name = text(comparison, "output_column_name").orElse("comparison " + (position + 1));
        boolean isComplete =
                !levels.isEmpty()
                        && levels.get(levels.size() - 1).isElse()
                        && levels.stream().filter(Level::isElse).count() == 1;
        if (!isComplete) {
            throw comparison
                    .node()
                    .invalid(
                            "the comparison '"
                                    + name
                                    + "' does not end with the level ELSE; expected it as the last"
                                    + " of its comparison_levels, once");
        }
        return new Comparison(name, levels);
    }

    private static Level level(ConfigObject level) {
        ConfigNode sql = level.required("sql_condition", "a condition of SQL, or ELSE");
        return new Level(
                sql.nonEmptyString(),
                text(level, "label_for_charts").orElse(sql.nonEmptyString()),
                level.optional("is_null_level").map(ConfigNode::bool).orElse(false),
                probability(level, "m_probability"),
                probability(level, "u_probability"),
                text(level, "tf_adjustment_column").map(column -> adjustment(level, column)),
                sql);
    }

    private static Adjustment adjustment(ConfigObject level, String column) {
        return new Adjustment(
                column,
                value(level, "tf_adjustment_weight")
                        .map(node -> node.share().doubleValue())
                        .orElse(1.0),
                value(level, "tf_minimum_u_value")
                        .map(node -> node.share().doubleValue())
                        .orElse(0.0));
    }

    private static Optional<Double> probability(ConfigObject level, String field) {
        return value(level, field)
                .map(
                        node ->
                                node.isString() && node.string().equals(NOT_OBSERVED)
                                        ? NOT_OBSERVED_PROBABILITY
                                        : node.share().doubleValue());
    }

    private static Optional<String> text(ConfigObject object, String field) {
        return value(object, field).map(ConfigNode::scalar);
    }

    /** The field, if it is there and not null. */
    private static Optional<ConfigNode> value(ConfigObject object, String field) {
        return object.optional(field).filter(node -> !node.isNull());
    }
}
