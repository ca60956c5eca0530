package io.kindred.tools.splink;

import io.kindred.tools.splink.SqlCondition.Operator;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Limits of measures. Ontologies have {@code at_least} for similarities and {@code at_most} for
 * distances only: the other operators get the next greater or smaller limit, or are the opposite.
 */
final class MeasureLimit {

    /**
     * Decimals after which two different similarities differ: the denominator of Jaro-Winkler is at
     * most 30 times 256 to the power of three, which is less than 10^9.
     */
    private static final int SIMILARITY_DECIMALS = 9;

    private MeasureLimit() {}

    /** A comparison of a similarity, 0 to 1, with a limit. */
    static MappedMeasure similarity(
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
                            + " decides nothing");
        }
        return new MappedMeasure(
                MappedCondition.of(one, other, compare, "at_least: " + plain(least)),
                operator == Operator.LESS || operator == Operator.AT_MOST);
    }

    /** A distance that is a whole number. */
    static MappedMeasure whole(
            String compare, Operand one, Operand other, Operator operator, BigDecimal limit) {
        boolean isBelow = operator == Operator.LESS || operator == Operator.AT_LEAST;
        BigDecimal most =
                isBelow
                        ? limit.setScale(0, RoundingMode.CEILING).subtract(BigDecimal.ONE)
                        : limit.setScale(0, RoundingMode.FLOOR);
        boolean isOtherThanZero = operator == Operator.EQUAL && limit.signum() != 0;
        if (most.signum() < 0 || isOtherThanZero) {
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

    /** A number without exponent and trailing zeros. */
    static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
