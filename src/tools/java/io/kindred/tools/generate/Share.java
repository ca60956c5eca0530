package io.kindred.tools.generate;

/** Checks options that are shares. */
public final class Share {

    private Share() {}

    /**
     * Checks that a share is in [0, max].
     *
     * @param option the option's name, without dashes
     * @throws IllegalArgumentException if it is not; the message begins with the option's name
     */
    public static void check(String option, double share, double max) {
        if (!(share >= 0 && share <= max)) {
            throw new IllegalArgumentException(
                    option + " is " + share + ", expected 0 to " + (max == 1 ? "1" : max));
        }
    }
}
