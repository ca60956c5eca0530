package io.kindred.tools.generate;

/**
 * The people and the sources that have records about them.
 *
 * @param people number of people
 * @param sources number of source systems
 * @param overlap share of people in a second source; of these, the same share is in a third, and so
 *     on
 * @param moves mean number of address changes per person
 * @param nameChanges share of people who change their surname once
 */
public record Population(
        long people, int sources, double overlap, double moves, double nameChanges) {

    /** The greatest number of people: there are no more strong identifiers. */
    public static final long MAX_PEOPLE = 100_000_000;

    /** The greatest number of sources: there are no more kinds. */
    public static final int MAX_SOURCES = SourceKind.values().length;

    /** The greatest mean number of address changes. */
    public static final double MAX_MOVES = 20;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is out of range; the message begins with the
     *     option's name
     */
    public Population {
        check("people", people, 1, MAX_PEOPLE);
        check("sources", sources, 1, MAX_SOURCES);
        Share.check("overlap", overlap, 1);
        Share.check("name-changes", nameChanges, 1);
        if (!(moves >= 0 && moves <= MAX_MOVES)) {
            throw new IllegalArgumentException(
                    "moves is " + moves + ", expected 0 to " + (int) MAX_MOVES);
        }
    }

    private static void check(String name, long value, long least, long greatest) {
        if (value < least || value > greatest) {
            throw new IllegalArgumentException(
                    name + " is " + value + ", expected " + least + " to " + greatest);
        }
    }
}
