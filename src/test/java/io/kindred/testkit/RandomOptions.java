package io.kindred.testkit;

/**
 * What a random case is to be like.
 *
 * @param profile what is frequent in it
 * @param identities how many different records it is about
 * @param steps how many versions of them arrive
 * @param unversioned whether some have no version, so that the order of arrival counts
 */
public record RandomOptions(Profile profile, int identities, int steps, boolean unversioned) {

    /** A bit of everything, versioned. */
    public static final RandomOptions MIXED = of(Profile.MIXED);

    /** Most groups contested. */
    public static final RandomOptions CONTESTED = of(Profile.CONTESTED);

    /** Most key values around their limit. */
    public static final RandomOptions GENERIC = of(Profile.GENERIC);

    /** What is frequent. */
    public enum Profile {
        /** A bit of everything. */
        MIXED,
        /** Keys that strong identifiers contest. */
        CONTESTED,
        /** Key values that become generic and recover. */
        GENERIC
    }

    /** The usual sizes, versioned. */
    public static RandomOptions of(Profile profile) {
        return new RandomOptions(profile, 10, 24, false);
    }

    /** The same with other sizes. */
    public RandomOptions withSizes(int otherIdentities, int otherSteps) {
        return new RandomOptions(profile, otherIdentities, otherSteps, unversioned);
    }

    /** The same with some steps that have no version. */
    public RandomOptions withUnversioned() {
        return new RandomOptions(profile, identities, steps, true);
    }
}
