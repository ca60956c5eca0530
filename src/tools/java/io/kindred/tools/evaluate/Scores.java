package io.kindred.tools.evaluate;

/**
 * Precision and recall, both in [0, 1].
 *
 * @param precision share of the found pairs that are right; 1 if none were found
 * @param recall share of the existing pairs that were found; 1 if there are none
 */
public record Scores(double precision, double recall) {

    /**
     * Computes both from counts. {@code right} is at most {@code found} and at most {@code
     * existing}.
     */
    public static Scores of(long right, long found, long existing) {
        return new Scores(
                found == 0 ? 1 : (double) right / found,
                existing == 0 ? 1 : (double) right / existing);
    }

    /** The harmonic mean of precision and recall; 0 if both are 0. */
    public double f1() {
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }
}
