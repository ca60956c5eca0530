package io.kindred.tools.splink;

import io.kindred.tools.splink.SqlCondition.Compared;
import io.kindred.tools.splink.SqlCondition.Operator;
import io.kindred.tools.splink.SqlTerm.Call;
import io.kindred.tools.splink.SqlTerm.Num;
import io.kindred.tools.splink.SqlTerm.Text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * A comparison of SQL as a condition.
 *
 * @param condition never negated
 * @param isOpposite whether the comparison says the opposite of the condition
 */
record MappedMeasure(MappedCondition condition, boolean isOpposite) {

    private static final String EXPECTED =
            "; expected equality, jaro_similarity, jaro_winkler_similarity, levenshtein,"
                    + " damerau_levenshtein, jaccard, abs(difference), or a number of days or tokens,"
                    + " held against a number";

    private static final BigDecimal SECONDS_OF_DAY = BigDecimal.valueOf(86_400);

    /**
     * Decimals after which two different similarities differ: the denominator of Jaro-Winkler is at
     * most 30 times 256 to the power of three, which is less than 10^9.
     */
    private static final int SIMILARITY_DECIMALS = 9;

    /**
     * Maps a comparison.
     *
     * @throws UnmappableSqlException if it has no equivalent
     */
    static MappedMeasure of(Compared compared) {
        if (compared.left() instanceof Num && !(compared.right() instanceof Num)) {
            return of(
                    new Compared(
                            compared.right(), compared.operator().mirrored(), compared.left()));
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
            case "len", "length", "array_length" -> shared(call, operator, limit);
            case "cast" -> measured(inner(call), operator, limit);
            case "/" -> ratio(call, operator, limit);
            default -> throw unmappable(call);
        };
    }

    private static MappedMeasure similarity(
            String compare, Call call, Operator operator, BigDecimal limit) {
        check(call, 2);
        return similarity(
                compare,
                Operand.of(call.argument(0)),
                Operand.of(call.argument(1)),
                operator,
                limit);
    }

    private static MappedMeasure similarity(
            String compare, Operand one, Operand other, Operator operator, BigDecimal limit) {
        boolean isAbove = operator == Operator.MORE || operator == Operator.AT_MOST;
        boolean isOne = operator == Operator.EQUAL && limit.compareTo(BigDecimal.ONE) == 0;
        if (operator == Operator.EQUAL && !isOne) {
            throw new UnmappableSqlException(
                    "a similarity equal to " + limit + " cannot be mapped; expected < <= > >=");
        }
        BigDecimal least =
                isAbove
                        ? limit.add(
                                BigDecimal.ONE.movePointLeft(
                                        Math.max(limit.scale(), 0) + SIMILARITY_DECIMALS))
                        : limit;
        if (least.signum() <= 0 || least.compareTo(BigDecimal.ONE) > 0) {
            throw new UnmappableSqlException(
                    "a similarity is from 0 to 1, so "
                            + operator.sql()
                            + " "
                            + limit
                            + " decides"
                            + " nothing");
        }
        return new MappedMeasure(
                MappedCondition.of(one, other, compare, "at_least: " + plain(least)),
                operator == Operator.LESS || operator == Operator.AT_MOST);
    }

    private static MappedMeasure distance(
            String compare, Call call, Operator operator, BigDecimal limit) {
        check(call, 2);
        return whole(
                compare,
                Operand.of(call.argument(0)),
                Operand.of(call.argument(1)),
                operator,
                limit);
    }

    /** A distance that is a whole number. */
    private static MappedMeasure whole(
            String compare, Operand one, Operand other, Operator operator, BigDecimal limit) {
        boolean isBelow = operator == Operator.LESS || operator == Operator.AT_LEAST;
        BigDecimal most =
                isBelow
                        ? limit.setScale(0, RoundingMode.CEILING).subtract(BigDecimal.ONE)
                        : limit.setScale(0, RoundingMode.FLOOR);
        if (most.signum() < 0 || operator == Operator.EQUAL && limit.signum() != 0) {
            throw new UnmappableSqlException(
                    "a distance "
                            + operator.sql()
                            + " "
                            + limit
                            + " cannot be mapped; expected < <= > >= and a number that some"
                            + " distances are below");
        }
        return new MappedMeasure(
                MappedCondition.of(one, other, compare, "at_most: " + plain(most)),
                operator == Operator.MORE || operator == Operator.AT_LEAST);
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
            return whole("days", one, other, operator, limit);
        }
        if (operator != Operator.AT_MOST && operator != Operator.MORE || limit.signum() < 0) {
            throw new UnmappableSqlException(
                    "a difference can be mapped with <= and > of a number that is not negative");
        }
        return new MappedMeasure(
                MappedCondition.of(one, other, "difference", "at_most: " + plain(limit)),
                operator == Operator.MORE);
    }

    private static MappedMeasure days(
            SqlTerm from, SqlTerm to, Operator operator, BigDecimal limit) {
        return whole("days", Operand.of(from), Operand.of(to), operator, limit);
    }

    private static Optional<SqlTerm> epoch(SqlTerm term) {
        return term instanceof Call call && call.is("epoch", 1)
                ? Optional.of(call.argument(0))
                : Optional.empty();
    }

    /** The number of shared tokens, or of shared values of an array; only whether it is above 0. */
    private static MappedMeasure shared(Call call, Operator operator, BigDecimal limit) {
        check(call, 1);
        Call lists = inner(call);
        if (!lists.is("list_intersect", 2) && !lists.is("array_intersect", 2)) {
            throw unmappable(call);
        }
        boolean isAny = isAboveZero(operator, limit);
        if (!isAny && !isAboveZero(opposite(operator), limit)) {
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
    private static MappedMeasure ratio(Call call, Operator operator, BigDecimal limit) {
        Call lists = shared(call.argument(0), "list_intersect");
        Call all = shared(call.argument(1), "list_distinct");
        Call joined = inner(all);
        if (!joined.is("list_concat", 2)
                || !lists.is("list_intersect", 2)
                || !lists.arguments().equals(joined.arguments())) {
            throw unmappable(call);
        }
        boolean isAny = operator == Operator.MORE && limit.signum() == 0;
        Operand one = tokens(lists.argument(0), isAny);
        Operand other = tokens(lists.argument(1), isAny);
        return isAny
                ? new MappedMeasure(
                        MappedCondition.of(one, other, MappedCondition.EQUAL, ""), false)
                : similarity("token_jaccard", one, other, operator, limit);
    }

    /** What the length is of. */
    private static Call shared(SqlTerm term, String function) {
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
        throw new UnmappableSqlException("a quotient cannot be mapped" + EXPECTED);
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
        return operator == Operator.MORE && limit.signum() == 0
                || operator == Operator.AT_LEAST && limit.compareTo(BigDecimal.ONE) == 0;
    }

    private static Operator opposite(Operator operator) {
        return switch (operator) {
            case EQUAL -> Operator.MORE;
            case LESS -> Operator.AT_LEAST;
            case AT_MOST -> Operator.MORE;
            case MORE -> Operator.AT_MOST;
            case AT_LEAST -> Operator.LESS;
        };
    }

    private static void check(Call call, int count) {
        if (call.arguments().size() != count) {
            throw unmappable(call);
        }
    }

    private static Call inner(Call call) {
        if (call.argument(0) instanceof Call inner) {
            return inner;
        }
        throw unmappable(call);
    }

    private static UnmappableSqlException unmappable(Call call) {
        return new UnmappableSqlException(
                "'" + call.function() + "' cannot be mapped like this" + EXPECTED);
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
