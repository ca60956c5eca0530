package io.kindred.tools.evaluate;

/**
 * How much of what was said is right, and how much of what is right was said, both in [0, 1].
 *
 * @param precision 1 if nothing was said
 * @param recall 1 if there was nothing to say
 */
public record Scores(double precision, double recall) {

    /** From counts; {@code right} is at most each of the others. */
    static Scores of(long right, long said, long toSay) {
        return new Scores(
                said == 0 ? 1 : (double) right / said, toSay == 0 ? 1 : (double) right / toSay);
    }

    /** The harmonic mean of both; 0 if both are. */
    public double f1() {
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }
}
