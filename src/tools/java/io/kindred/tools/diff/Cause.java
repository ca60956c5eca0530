package io.kindred.tools.diff;

/** Why an entity changed. */
public enum Cause {
    /** A record of it came, went, or says something else. */
    RECORDS,
    /** Decisions about a record of it came or went. */
    DECISIONS,
    /** Neither, and the rules differ. */
    RULES,
    /** None of these, or it cannot be seen since one of the results has no records. */
    UNKNOWN
}
