package io.kindred.cli.generate;

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
        checkShare("duplicates", duplicates);
        checkShare("errors", errors);
        checkShare("identifier-conflicts", identifierConflicts);
        checkShare("placeholders", placeholders);
        checkShare("updates", updates);
        checkShare("deletes", deletes);
    }

    static void checkShare(String name, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    name + " is " + share + ", expected a share from 0 to 1");
        }
    }
}
