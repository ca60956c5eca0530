package io.kindred.tools.generate;

/**
 * What is wrong with the records and how they change. All are shares in [0, 1].
 *
 * @param duplicates of records with a second one about the same person in the same source
 * @param errors of values that are mistyped, swapped (first and last name) or missing
 * @param identifierConflicts of records that carry somebody else's strong identifier
 * @param placeholders of records with a value that many others have and that means nothing
 * @param updates of records that get a later version
 * @param deletes of records that are deleted in the end
 */
public record Noise(
        double duplicates,
        double errors,
        double identifierConflicts,
        double placeholders,
        double updates,
        double deletes) {

    /** Clean records, none of which ever changes. */
    public static final Noise NONE = new Noise(0, 0, 0, 0, 0, 0);

    /**
     * Checks the shares.
     *
     * @throws IllegalArgumentException if one is not in [0, 1]
     */
    public Noise {
        Share.check("duplicates", duplicates, 1);
        Share.check("errors", errors, 1);
        Share.check("identifier-conflicts", identifierConflicts, 1);
        Share.check("placeholders", placeholders, 1);
        Share.check("updates", updates, 1);
        Share.check("deletes", deletes, 1);
    }
}
