package io.kindred.compare;

/** How alike, or how far apart, two values are. */
public enum Measure {
    /** Jaro similarity, from 0 to 1. */
    JARO(true),
    /** Jaro-Winkler similarity, from 0 to 1. */
    JARO_WINKLER(true),
    /** Insertions, deletions and replacements. */
    LEVENSHTEIN(false),
    /** The same, and transpositions of neighbours, which may be edited further. */
    DAMERAU_LEVENSHTEIN(false),
    /** Shared characters over all characters, from 0 to 1. */
    JACCARD(true),
    /** Shared tokens over all tokens, from 0 to 1. */
    TOKEN_JACCARD(true),
    /** Days between two ISO dates. */
    DAYS(false),
    /** The difference of two decimal numbers. */
    DIFFERENCE(false);

    private final boolean isSimilarity;

    Measure(boolean isSimilarity) {
        this.isSimilarity = isSimilarity;
    }

    /** Whether greater means more alike; if not, it is a distance. */
    public boolean isSimilarity() {
        return isSimilarity;
    }
}
