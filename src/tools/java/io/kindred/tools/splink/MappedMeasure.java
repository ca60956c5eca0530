package io.kindred.tools.splink;

import io.kindred.tools.splink.SqlCondition.Compared;
import io.kindred.tools.splink.SqlCondition.Operator;
import io.kindred.tools.splink.SqlTerm.Call;
import io.kindred.tools.splink.SqlTerm.Num;
import io.kindred.tools.splink.SqlTerm.Text;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A comparison of SQL as a condition.
 *
 * @param condition never negated
 * @param isOpposite whether the comparison says the opposite of the condition
 */
record MappedMeasure(MappedCondition condition, boolean isOpposite) {

    static final String EXPECTED =
            "; expected equality, jaro_similarity, jaro_winkler_similarity, levenshtein,"
                    + " damerau_levenshtein, jaccard, abs(difference), or a number of days or tokens,"
                    + " compared with a number";

    private static final BigDecimal SECONDS_OF_DAY = BigDecimal.valueOf(86_400);

    /**
     * Turns a comparison of a measure with a number into one of an ontology.
     *
     * @throws UnmappableSqlException if it has no equivalent
     */
    static MappedMeasure of(Compared compared) {
        if (compared.left() instanceof Num && !(compared.right() instanceof Num)) {
            return of(compared.mirrored());
        }
        if (compared.right() instanceof Num number && compared.left() instanceof Call call) {
            return measured(call, compared.operator(), number.value());
        }
        if (compared.operator() != Operator.EQUAL) {
            throw new UnmappableSqlException("values can be compared by = and <> only" + EXPECTED);
        }
        return equal(compared.left(), compared.right());
    }

    private static MappedMeasure equal(SqlTerm left, SqlTerm right) {
        Operand one = Operand.of(left);
        boolean isNumber = one.kind() == Operand.Kind.NUMBER;
        return new MappedMeasure(
                MappedCondition.of(
                        one,
                        Operand.of(right),
                        isNumber ? "difference" : MappedCondition.EQUAL,
                        isNumber ? "at_most: 0" : ""),
                false);
    }

    private static MappedMeasure measured(Call call, Operator operator, BigDecimal limit) {
        return switch (call.function()) {
            case "jaro_winkler_similarity" -> similarity("jaro_winkler", call, operator, limit);
            case "jaro_similarity" -> similarity("jaro", call, operator, limit);
            case "jaccard" -> similarity("jaccard", call, operator, limit);
            case "levenshtein", "editdist3" -> distance("levenshtein", call, operator, limit);
            case "damerau_levenshtein" -> distance("damerau_levenshtein", call, operator, limit);
            case "abs" -> absolute(call, operator, limit);
            case "len", "length", "array_length" -> SharedTokens.count(call, operator, limit);
            case "cast" -> measured(inner(call), operator, limit);
            case "/" -> SharedTokens.share(call, operator, limit);
            default -> throw unmappable(call);
        };
    }

    private static MappedMeasure similarity(
            String compare, Call call, Operator operator, BigDecimal limit) {
        check(call, 2);
        return MeasureLimit.similarity(
                compare,
                Operand.of(call.argument(0)),
                Operand.of(call.argument(1)),
                operator,
                limit);
    }

    private static MappedMeasure distance(
            String compare, Call call, Operator operator, BigDecimal limit) {
        check(call, 2);
        return MeasureLimit.whole(
                compare,
                Operand.of(call.argument(0)),
                Operand.of(call.argument(1)),
                operator,
                limit);
    }

    /** A number of seconds or days between dates, or a difference of numbers. */
    private static MappedMeasure absolute(Call call, Operator operator, BigDecimal limit) {
        check(call, 1);
        Call inner = inner(call);
        if ((inner.is("date_diff", 3) || inner.is("datediff", 3))
                && inner.argument(0).equals(new Text("day"))) {
            return days(inner.argument(1), inner.argument(2), operator, limit);
        }
        if (!inner.is("-", 2)) {
            throw unmappable(call);
        }
        Optional<SqlTerm> from = epoch(inner.argument(0));
        Optional<SqlTerm> to = epoch(inner.argument(1));
        if (from.isPresent() && to.isPresent()) {
            // Dates are a whole number of days apart, so the remainder of the limit does not
            // matter, but for whether there is one.
            BigDecimal[] days = limit.divideAndRemainder(SECONDS_OF_DAY);
            BigDecimal part = days[1].signum() == 0 ? BigDecimal.ZERO : new BigDecimal("0.5");
            return days(from.get(), to.get(), operator, days[0].add(part));
        }
        Operand one = Operand.of(inner.argument(0));
        Operand other = Operand.of(inner.argument(1));
        if (one.kind() == Operand.Kind.DATE) {
            return MeasureLimit.whole("days", one, other, operator, limit);
        }
        boolean isLimit = operator == Operator.AT_MOST || operator == Operator.MORE;
        if (!isLimit || limit.signum() < 0) {
            throw new UnmappableSqlException(
                    "a difference can be mapped with <= and > of a number that is not negative");
        }
        return new MappedMeasure(
                MappedCondition.of(
                        one, other, "difference", "at_most: " + MeasureLimit.plain(limit)),
                operator == Operator.MORE);
    }

    private static MappedMeasure days(
            SqlTerm from, SqlTerm to, Operator operator, BigDecimal limit) {
        return MeasureLimit.whole("days", Operand.of(from), Operand.of(to), operator, limit);
    }

    private static Optional<SqlTerm> epoch(SqlTerm term) {
        return term instanceof Call call && call.is("epoch", 1)
                ? Optional.of(call.argument(0))
                : Optional.empty();
    }

    static void check(Call call, int count) {
        if (call.arguments().size() != count) {
            throw unmappable(call);
        }
    }

    /** The first argument, which is a function. */
    static Call inner(Call call) {
        if (call.argument(0) instanceof Call inner) {
            return inner;
        }
        throw unmappable(call);
    }

    static UnmappableSqlException unmappable(Call call) {
        return new UnmappableSqlException(
                "'" + call.function() + "' cannot be mapped like this" + EXPECTED);
    }
}
