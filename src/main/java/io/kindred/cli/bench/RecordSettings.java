package io.kindred.cli.bench;

/**
 * All that the records of a measurement follow from: equal settings give equal bytes.
 *
 * @param records from {@link #MIN_RECORDS} to {@link #MAX_RECORDS}
 * @param overlap share of records that are about the person of an earlier one, 0 to 1
 * @param conflicts share of records that contradict that person, 0 to {@code overlap}
 * @param placeholders share of records with one e-mail address that all of them share, 0 to 1
 * @param seed another one gives other people
 */
public record RecordSettings(
        long records, double overlap, double conflicts, double placeholders, long seed) {

    /** Fewer do not fall into ten windows. */
    public static final long MIN_RECORDS = 10;

    /** More would have social security numbers twice. */
    public static final long MAX_RECORDS = 100_000_000;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException with the option's name and what is expected
     */
    public RecordSettings {
        if (records < MIN_RECORDS || records > MAX_RECORDS) {
            throw new IllegalArgumentException(
                    String.format(
                            "records is %d, expected %d to %d", records, MIN_RECORDS, MAX_RECORDS));
        }
        checkShare("overlap", overlap, 1);
        checkShare("conflicts", conflicts, overlap);
        checkShare("placeholder-share", placeholders, 1);
    }

    private static void checkShare(String option, double share, double most) {
        if (!(share >= 0 && share <= most)) {
            throw new IllegalArgumentException(
                    option + " is " + share + ", expected 0 to " + (most == 1 ? "1" : most));
        }
    }
}
