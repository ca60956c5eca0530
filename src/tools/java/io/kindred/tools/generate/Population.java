package io.kindred.tools.generate;

/**
 * What the people are like.
 *
 * @param people how many there are
 * @param sources how many source systems hold records about them
 * @param overlap share of people that appear in a further source, and again in one more, and so on
 * @param moves mean number of changes of address per person
 * @param nameChanges share of people whose surname changes once
 */
public record Population(
        long people, int sources, double overlap, double moves, double nameChanges) {

    /** As many as there are strong identifiers to give out. */
    public static final long MAX_PEOPLE = 100_000_000;

    /** As many kinds of source systems as are known. */
    public static final int MAX_SOURCES = SourceKind.values().length;

    /** Beyond this, nobody has a home. */
    public static final double MAX_MOVES = 20;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one does not hold
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
