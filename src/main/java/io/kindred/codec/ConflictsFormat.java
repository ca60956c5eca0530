package io.kindred.codec;

/** The shapes of rows of the {@code conflicts} output. */
public enum ConflictsFormat {
    /**
     * That of earlier releases: {@code entities} is a list of ids in constraint conflicts, a list
     * of objects in indirect ones, and absent from direct ones.
     */
    BY_KIND,
    /** {@code entities} is a list of objects with id, role and records in every conflict. */
    UNIFORM;

    /** The format that a job has if it does not choose one. */
    public static final ConflictsFormat DEFAULT = UNIFORM;

    /** How many formats there are; a job file numbers them from 1. */
    public static final int COUNT = 2;

    /** The format of a number. */
    public static ConflictsFormat of(int number) {
        return values()[number - 1];
    }
}
