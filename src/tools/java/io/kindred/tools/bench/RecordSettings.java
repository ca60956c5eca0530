package io.kindred.tools.bench;

import io.kindred.tools.generate.Share;

/**
 * The settings of the generated records. Equal settings give equal bytes.
 *
 * @param records number of records, from {@link #MIN_RECORDS} to {@link #MAX_RECORDS}
 * @param overlap share of records that are about the person of an earlier record, 0 to 1
 * @param conflicts share of records that contradict that person, 0 to {@code overlap}
 * @param placeholders share of records with the placeholder e-mail address, 0 to 1
 * @param seed seed of the random generator
 */
public record RecordSettings(
        long records, double overlap, double conflicts, double placeholders, long seed) {

    /** The least number of records: one for each of the ten windows. */
    public static final long MIN_RECORDS = 10;

    /** The greatest number of records for which social security numbers are unique. */
    public static final long MAX_RECORDS = 100_000_000;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is out of range; the message begins with the
     *     option's name
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
