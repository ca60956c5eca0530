package io.kindred.tools.splink;

import io.kindred.tools.splink.SqlCondition.Operator;
import io.kindred.tools.splink.SqlTerm.Call;
import io.kindred.tools.splink.SqlTerm.Text;

import java.math.BigDecimal;

/** Comparisons of the tokens of two texts, or of the values of two arrays. */
final class SharedTokens {

    private SharedTokens() {}

    /** The number of shared tokens, or of shared values of an array; only whether it is above 0. */
    static MappedMeasure count(Call call, Operator operator, BigDecimal limit) {
        MappedMeasure.check(call, 1);
        Call lists = MappedMeasure.inner(call);
        if (!lists.is("list_intersect", 2) && !lists.is("array_intersect", 2)) {
            throw MappedMeasure.unmappable(call);
        }
        boolean isAny = isAboveZero(operator, limit);
        if (!isAny && !isAboveZero(operator.opposite(), limit)) {
            throw new UnmappableSqlException(
                    "a number of shared tokens or values can be mapped with > 0 or >= 1 only");
        }
        return new MappedMeasure(
                MappedCondition.of(
                        tokens(lists.argument(0), true),
                        tokens(lists.argument(1), true),
                        MappedCondition.EQUAL,
                        ""),
                !isAny);
    }

    /** Shared tokens over all tokens. */
    static MappedMeasure share(Call call, Operator operator, BigDecimal limit) {
        Call lists = list(call.argument(0), "list_intersect");
        Call all = list(call.argument(1), "list_distinct");
        Call joined = MappedMeasure.inner(all);
        if (!joined.is("list_concat", 2)
                || !lists.is("list_intersect", 2)
                || !lists.arguments().equals(joined.arguments())) {
            throw MappedMeasure.unmappable(call);
        }
        boolean isAny = operator == Operator.MORE && limit.signum() == 0;
        Operand one = tokens(lists.argument(0), isAny);
        Operand other = tokens(lists.argument(1), isAny);
        return isAny
                ? new MappedMeasure(
                        MappedCondition.of(one, other, MappedCondition.EQUAL, ""), false)
                : MeasureLimit.similarity("token_jaccard", one, other, operator, limit);
    }

    /** The list whose length a term is; fails for other terms. */
    private static Call list(SqlTerm term, String function) {
        SqlTerm plain = term;
        while (plain instanceof Call cast && cast.function().equals("cast")) {
            plain = cast.argument(0);
        }
        if (plain instanceof Call length
                && (length.is("len", 1) || length.is("length", 1) || length.is("array_length", 1))
                && length.argument(0) instanceof Call list
                && list.function().equals(function)) {
            return list;
        }
        throw new UnmappableSqlException("a quotient cannot be mapped" + MappedMeasure.EXPECTED);
    }

    /**
     * The operand that is split into tokens at spaces; or an array, which is an attribute of
     * several values.
     *
     * @param isStep whether the operand gets a step that gives its tokens
     */
    private static Operand tokens(SqlTerm term, boolean isStep) {
        if (term instanceof Call split
                && (split.is("string_split", 2) || split.is("str_split", 2))
                && split.argument(1).equals(new Text(" "))) {
            Operand operand = Operand.of(split.argument(0));
            return isStep ? operand.withTokens() : operand;
        }
        if (isStep && term instanceof SqlTerm.Column) {
            return Operand.of(term);
        }
        throw new UnmappableSqlException(
                "only tokens between spaces, string_split(x, ' '), can be mapped");
    }

    private static boolean isAboveZero(Operator operator, BigDecimal limit) {
        return switch (operator) {
            case MORE -> limit.signum() == 0;
            case AT_LEAST -> limit.compareTo(BigDecimal.ONE) == 0;
            default -> false;
        };
    }
}
