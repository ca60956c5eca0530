package io.kindred.tools.splink;

import io.kindred.tools.splink.SplinkModel.Comparison;
import io.kindred.tools.splink.SplinkModel.Level;

/**
 * Weights of a model in bits, as Splink has them: the logarithm of base 2 of m/u. A probability
 * that the model lacks has Splink's default: m is .95 for the first level and .05 shared by the
 * others; u is such that the first level weighs 10 bits and the others, evenly spaced, 3 to -5
 * bits.
 */
final class MatchWeights {

    /** Probabilities of 0 count as this, as in Splink 5; earlier releases have infinite weights. */
    private static final double LEAST = 1e-300;

    private static final double FIRST_M = 0.95;
    private static final double FIRST_BITS = 10;
    private static final double SECOND_BITS = 3;
    private static final double LAST_BITS = -5;

    private MatchWeights() {}

    /** The weight before any comparison. */
    static double prior(SplinkModel model) {
        return bits(model.prior(), 1 - model.prior());
    }

    /** The weight of a level in bits: the binary logarithm of m / u. */
    static double bits(Comparison comparison, Level level) {
        int position = position(comparison, level);
        double m = level.m().orElse(defaultM(position, comparison.valuedLevels()));
        return bits(m, u(comparison, level));
    }

    static double u(Comparison comparison, Level level) {
        int count = comparison.valuedLevels();
        int position = position(comparison, level);
        return level.u()
                .orElse(defaultM(position, count) / Math.pow(2, defaultBits(position, count)));
    }

    /** The logarithm of base 2 of a quotient. */
    static double bits(double above, double below) {
        return Math.log(Math.max(above, LEAST)) / Math.log(2)
                - Math.log(Math.max(below, LEAST)) / Math.log(2);
    }

    static long thousandths(double bits) {
        return Math.round(1000 * bits);
    }

    private static int position(Comparison comparison, Level level) {
        return comparison.levels().stream().filter(each -> !each.isNull()).toList().indexOf(level);
    }

    private static double defaultM(int position, int count) {
        return position == 0 ? FIRST_M : (1 - FIRST_M) / (count - 1);
    }

    private static double defaultBits(int position, int count) {
        if (position == 0) {
            return FIRST_BITS;
        }
        return count == 2
                ? LAST_BITS
                : SECOND_BITS + (LAST_BITS - SECOND_BITS) * (position - 1) / (count - 2);
    }
}
