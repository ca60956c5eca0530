package io.kindred.tools.splink;

import io.kindred.codec.ConfigNode;

import java.util.List;
import java.util.Optional;

/**
 * The settings of a Splink model, as {@code save_model_to_json} writes them.
 *
 * @param prior the probability that two random records match, above 0 and below 1
 */
record SplinkModel(
        boolean isLinkOnly,
        double prior,
        String uidColumn,
        List<BlockingRule> rules,
        List<Comparison> comparisons) {

    SplinkModel {
        rules = List.copyOf(rules);
        comparisons = List.copyOf(comparisons);
    }

    /**
     * A rule whose pairs of records Splink compares.
     *
     * @param exploded columns of arrays, of which each value counts
     * @param place for errors
     */
    record BlockingRule(String sql, List<String> exploded, ConfigNode place) {}

    /** How alike two records are in some columns: one of several levels. */
    record Comparison(String name, List<Level> levels) {

        Comparison {
            levels = List.copyOf(levels);
        }

        /** How many levels have probabilities. */
        int valuedLevels() {
            return (int) levels.stream().filter(each -> !each.isNull()).count();
        }
    }

    /**
     * A level of a comparison: pairs for which its SQL holds, and no earlier level.
     *
     * @param m the share of matches in this level; empty if the model does not say
     * @param u the share of other pairs in this level; empty if the model does not say
     * @param place for errors
     */
    record Level(
            String sql,
            String label,
            boolean isNull,
            Optional<Double> m,
            Optional<Double> u,
            Optional<Adjustment> adjustment,
            ConfigNode place) {

        boolean isElse() {
            return sql.strip().equalsIgnoreCase("else");
        }
    }

    /**
     * An adjustment of a level's weight to how frequent the value is.
     *
     * @param weight the share of the adjustment that counts
     * @param minimum frequencies below this count as this
     */
    record Adjustment(String column, double weight, double minimum) {}
}
