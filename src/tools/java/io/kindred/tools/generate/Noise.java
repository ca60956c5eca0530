package io.kindred.tools.generate;

/**
 * Errors in the records, and how records change. All values are shares in [0, 1].
 *
 * @param duplicates records that have a duplicate: a second record about the person in the same
 *     source
 * @param errors values that are mistyped, missing, or swapped (first and last name)
 * @param identifierConflicts records with the strong identifier of another person
 * @param placeholders records with a placeholder value
 * @param updates records that get a second version
 * @param deletes records that are deleted at the end
 */
public record Noise(
        double duplicates,
        double errors,
        double identifierConflicts,
        double placeholders,
        double updates,
        double deletes) {

    /** Records without errors that never change. */
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
