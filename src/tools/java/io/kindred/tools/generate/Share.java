package io.kindred.tools.generate;

/** The check of options that are shares. */
public final class Share {

    private Share() {}

    /**
     * Checks that a share is in [0, most].
     *
     * @param option the option's name, without dashes
     * @throws IllegalArgumentException with the option's name and what is expected
     */
    public static void check(String option, double share, double most) {
        if (!(share >= 0 && share <= most)) {
            throw new IllegalArgumentException(
                    option + " is " + share + ", expected 0 to " + (most == 1 ? "1" : most));
        }
    }
}
