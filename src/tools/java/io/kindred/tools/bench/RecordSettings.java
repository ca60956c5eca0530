package io.kindred.tools.bench;

import io.kindred.tools.generate.Share;

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
        Share.check("overlap", overlap, 1);
        Share.check("conflicts", conflicts, overlap);
        Share.check("placeholder-share", placeholders, 1);
    }
}
