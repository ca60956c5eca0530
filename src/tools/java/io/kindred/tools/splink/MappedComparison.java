package io.kindred.tools.splink;

import io.kindred.tools.splink.SplinkModel.Comparison;
import io.kindred.tools.splink.SplinkModel.Level;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A comparison of a model as a comparison of a score.
 *
 * @param missing alternatives of conditions for what the first null levels say; may be empty
 * @param otherwise the level for what no other level says
 */
record MappedComparison(
        Comparison source,
        List<List<MappedCondition>> missing,
        List<MappedLevel> levels,
        Level otherwise) {

    /** A level with its conditions, at least one in each alternative. */
    record MappedLevel(Level source, List<List<MappedCondition>> alternatives) {

        /** The condition, if it is the only one. */
        Optional<MappedCondition> only() {
            return alternatives.size() == 1 && alternatives.get(0).size() == 1
                    ? Optional.of(alternatives.get(0).get(0))
                    : Optional.empty();
        }
    }

    /**
     * Turns a comparison of Splink with all its levels into one of an ontology.
     *
     * @throws io.kindred.codec.InvalidConfigException if a level has no equivalent
     */
    static MappedComparison of(Comparison comparison) {
        List<List<MappedCondition>> missing = new ArrayList<>();
        List<MappedLevel> levels = new ArrayList<>();
        for (Level level : comparison.levels()) {
            if (level.isElse()) {
                return new MappedComparison(comparison, missing, levels, level);
            }
            List<List<MappedCondition>> alternatives = alternatives(comparison, level);
            if (level.isNull() && levels.isEmpty() && !alternatives.contains(List.of())) {
                missing.addAll(alternatives);
                continue;
            }
            List<List<MappedCondition>> open = withoutKnown(alternatives, missing);
            if (open.contains(List.<MappedCondition>of())) {
                // Holds whenever it is reached, so no level after it is.
                return new MappedComparison(comparison, missing, levels, level);
            }
            if (!open.isEmpty()) {
                levels.add(new MappedLevel(level, open));
            }
        }
        throw new IllegalStateException("no level ELSE in " + comparison.name());
    }

    /**
     * The attribute of the whole comparison, which its levels need not repeat. It is there if the
     * null level says only that a value of this attribute is missing, or if the null level and all
     * levels of one condition look at no other attribute.
     */
    Optional<String> attribute() {
        if (isDefaultMissing()) {
            return Optional.of(missing.get(0).get(0).attribute());
        }
        Set<String> attributes = new LinkedHashSet<>();
        missing.forEach(each -> each.forEach(one -> attributes.add(one.attribute())));
        levels.forEach(level -> level.only().ifPresent(each -> attributes.add(each.attribute())));
        return missing.isEmpty() || attributes.size() > 1
                ? Optional.empty()
                : attributes.stream().findFirst();
    }

    /** Whether what is missing is only the value of one attribute as it is. */
    boolean isDefaultMissing() {
        if (missing.size() != 1 || missing.get(0).size() != 1) {
            return false;
        }
        MappedCondition only = missing.get(0).get(0);
        return only.isMissing() && only.steps().isEmpty() && only.attribute().equals(only.with());
    }

    private static List<List<MappedCondition>> alternatives(Comparison comparison, Level level) {
        try {
            return ConditionMapper.map(level.sql());
        } catch (UnmappableSqlException e) {
            throw level.place()
                    .invalid(
                            "level '"
                                    + level.label()
                                    + "' of the comparison '"
                                    + comparison.name()
                                    + "': "
                                    + e.getMessage()
                                    + ". The SQL is: "
                                    + level.sql());
        }
    }

    /** Leaves out that values are there where the null level has excluded that they are missing. */
    private static List<List<MappedCondition>> withoutKnown(
            List<List<MappedCondition>> alternatives, List<List<MappedCondition>> missing) {
        return alternatives.stream()
                .map(
                        conditions ->
                                conditions.stream()
                                        .filter(
                                                each ->
                                                        !each.isNegated()
                                                                || !missing.contains(
                                                                        List.of(each.negated())))
                                        .toList())
                .toList();
    }
}
