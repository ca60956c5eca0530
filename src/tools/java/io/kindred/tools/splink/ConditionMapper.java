package io.kindred.tools.splink;

import io.kindred.tools.splink.SqlCondition.All;
import io.kindred.tools.splink.SqlCondition.Any;
import io.kindred.tools.splink.SqlCondition.Compared;
import io.kindred.tools.splink.SqlCondition.Constant;
import io.kindred.tools.splink.SqlCondition.IsNull;
import io.kindred.tools.splink.SqlCondition.Not;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Turns a condition of SQL into alternatives of conditions of an ontology: its disjunctive normal
 * form.
 *
 * <p>SQL has three truth values. A comparison with NULL is NULL, and so is its opposite, while the
 * opposite of an ontology's condition also holds without values. So {@code NOT a_l = a_r} becomes
 * two conditions: the values are not equal, and none is missing. NULL is not true, so for the rest
 * two values are enough.
 */
final class ConditionMapper {

    private static final int MAX_ALTERNATIVES = 100;

    private ConditionMapper() {}

    /**
     * The alternatives of conditions. None means never, one without conditions means always.
     *
     * @throws UnmappableSqlException if something has no equivalent
     */
    static List<List<MappedCondition>> map(String sql) {
        Set<List<MappedCondition>> distinct = new LinkedHashSet<>();
        for (Alternative each : alternatives(normalized(SqlConditionParser.parse(sql), false))) {
            distinct.add(each.complete());
        }
        return List.copyOf(distinct);
    }

    /** Moves NOT inside, and joins nested ANDs and ORs. */
    private static SqlCondition normalized(SqlCondition condition, boolean isNegated) {
        if (condition instanceof Not not) {
            return normalized(not.inner(), !isNegated);
        }
        if (condition instanceof Constant constant) {
            return new Constant(constant.value() != isNegated);
        }
        if (!(condition instanceof All) && !(condition instanceof Any)) {
            return isNegated ? new Not(condition) : condition;
        }
        boolean isAll = condition instanceof All != isNegated;
        List<SqlCondition> parts = new ArrayList<>();
        for (SqlCondition each : parts(condition)) {
            SqlCondition part = normalized(each, isNegated);
            if (isAll ? part instanceof All : part instanceof Any) {
                parts.addAll(parts(part));
            } else {
                parts.add(part);
            }
        }
        return isAll ? new All(parts) : new Any(parts);
    }

    private static List<SqlCondition> parts(SqlCondition condition) {
        return condition instanceof All all ? all.parts() : ((Any) condition).parts();
    }

    private static List<Alternative> alternatives(SqlCondition condition) {
        if (condition instanceof Any any) {
            return any(any.parts());
        }
        if (condition instanceof All all) {
            List<Alternative> product = List.of(Alternative.ALWAYS);
            for (SqlCondition part : all.parts()) {
                List<Alternative> longer = new ArrayList<>();
                for (Alternative next : alternatives(part)) {
                    product.forEach(each -> longer.add(each.and(next)));
                }
                product = limited(longer);
            }
            return product;
        }
        if (condition instanceof Constant constant) {
            return constant.value() ? List.of(Alternative.ALWAYS) : List.of();
        }
        if (condition instanceof IsNull) {
            throw oneSided();
        }
        return List.of(literal(condition));
    }

    private static Alternative literal(SqlCondition condition) {
        boolean isNegated = condition instanceof Not;
        SqlCondition inner = condition instanceof Not not ? not.inner() : condition;
        if (inner instanceof IsNull isNull) {
            return Alternative.ofValue(Operand.of(isNull.term()));
        }
        MappedMeasure measure = MappedMeasure.of((Compared) inner);
        MappedCondition mapped = measure.condition();
        return measure.isOpposite() == isNegated
                ? Alternative.of(mapped)
                : Alternative.of(mapped.negated(), mapped.missing().negated());
    }

    /** The values of the two records that may be null are one condition. */
    private static List<Alternative> any(List<SqlCondition> parts) {
        List<Alternative> union = new ArrayList<>();
        List<Operand> nulls = new ArrayList<>();
        for (SqlCondition part : parts) {
            if (part instanceof IsNull isNull) {
                nulls.add(Operand.of(isNull.term()));
            } else {
                union.addAll(alternatives(part));
            }
        }
        Pairs pairs = Pairs.of(nulls);
        if (!pairs.single().isEmpty()) {
            throw oneSided();
        }
        pairs.missing().forEach(each -> union.add(Alternative.of(each)));
        return limited(union);
    }

    private static UnmappableSqlException oneSided() {
        return new UnmappableSqlException(
                "IS NULL of one record cannot be mapped; expected 'a_l IS NULL OR a_r IS NULL'");
    }

    private static List<Alternative> limited(List<Alternative> alternatives) {
        if (alternatives.size() > MAX_ALTERNATIVES) {
            throw new UnmappableSqlException(
                    "the condition has more than "
                            + MAX_ALTERNATIVES
                            + " alternatives once AND and OR are multiplied out; split the level");
        }
        return alternatives;
    }

    /**
     * Conditions that must all hold.
     *
     * @param values operands that must have a value
     */
    private record Alternative(List<MappedCondition> conditions, List<Operand> values) {

        static final Alternative ALWAYS = new Alternative(List.of(), List.of());

        static Alternative of(MappedCondition... conditions) {
            return new Alternative(List.of(conditions), List.of());
        }

        static Alternative ofValue(Operand operand) {
            return new Alternative(List.of(), List.of(operand));
        }

        Alternative and(Alternative other) {
            List<MappedCondition> both = new ArrayList<>(conditions);
            both.addAll(other.conditions);
            List<Operand> operands = new ArrayList<>(values);
            operands.addAll(other.values);
            return new Alternative(both, operands);
        }

        /** The conditions, without those that others imply. */
        List<MappedCondition> complete() {
            Set<MappedCondition> all = new LinkedHashSet<>(conditions);
            List<Operand> open =
                    values.stream()
                            .filter(each -> all.stream().noneMatch(one -> one.needs(each)))
                            .toList();
            Pairs pairs = Pairs.of(open);
            pairs.missing().forEach(each -> all.add(each.negated()));
            if (!pairs.single().isEmpty()) {
                throw new UnmappableSqlException(
                        "IS NOT NULL of one record cannot be mapped; expected it of both");
            }
            List<MappedCondition> kept = new ArrayList<>(all);
            kept.removeIf(each -> isImplied(each, all));
            return List.copyOf(kept);
        }

        /** Whether the condition says only that values are there that another compares. */
        private static boolean isImplied(MappedCondition condition, Set<MappedCondition> all) {
            return condition.isNegated()
                    && condition.equals(condition.missing().negated())
                    && all.stream()
                            .anyMatch(
                                    each ->
                                            !each.isNegated()
                                                    && each.missing().equals(condition.missing())
                                                    && each.needsValues());
        }
    }

    /**
     * Operands of the two records, in pairs.
     *
     * @param missing that a value of a pair is missing
     * @param single operands without a counterpart
     */
    private record Pairs(List<MappedCondition> missing, List<Operand> single) {

        static Pairs of(List<Operand> operands) {
            List<Operand> open = new ArrayList<>(new LinkedHashSet<>(operands));
            List<MappedCondition> pairs = new ArrayList<>();
            for (boolean isSame : new boolean[] {true, false}) {
                for (Operand left : List.copyOf(open)) {
                    if (left.side() == Side.LEFT) {
                        open.stream()
                                .filter(right -> right.isCounterpart(left))
                                .filter(
                                        right ->
                                                !isSame
                                                        || right.attribute()
                                                                .equals(left.attribute()))
                                .findFirst()
                                .ifPresent(
                                        right -> {
                                            pairs.add(
                                                    MappedCondition.of(
                                                            left,
                                                            right,
                                                            MappedCondition.MISSING,
                                                            ""));
                                            open.remove(left);
                                            open.remove(right);
                                        });
                    }
                }
            }
            return new Pairs(pairs, open);
        }
    }
}
