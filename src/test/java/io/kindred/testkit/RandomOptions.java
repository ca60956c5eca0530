package io.kindred.testkit;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a random case is to be like.
 *
 * @param profile what is frequent in it
 * @param identities how many different records it is about
 * @param steps how many versions of them arrive
 * @param unversioned whether some have no version, so that the order of arrival counts
 * @param extras what else happens
 */
public record RandomOptions(
        Profile profile, int identities, int steps, boolean unversioned, Set<Extra> extras) {

    /** A bit of everything, versioned. */
    public static final RandomOptions MIXED = of(Profile.MIXED);

    /** Most groups contested. */
    public static final RandomOptions CONTESTED = of(Profile.CONTESTED);

    /** Most key values around their limit. */
    public static final RandomOptions GENERIC = of(Profile.GENERIC);

    /** Most keys have tests, and values are nearly alike. */
    public static final RandomOptions TESTED = of(Profile.TESTED);

    /** Most keys find candidates whose scores decide, and values are nearly alike. */
    public static final RandomOptions SCORED = of(Profile.SCORED);

    /** What is frequent. */
    public enum Profile {
        /** A bit of everything. */
        MIXED,
        /** Keys that strong identifiers contest. */
        CONTESTED,
        /** Key values that become generic and recover. */
        GENERIC,
        /** Keys with tests. */
        TESTED,
        /** Keys whose candidates are scored. */
        SCORED;

        /** Whether values are nearly alike, so that comparing them pays. */
        boolean isOfNearValues() {
            return this == TESTED || this == SCORED;
        }
    }

    /** What happens only if it is asked for. Nothing else changes with it. */
    public enum Extra {
        /**
         * Decisions with versions: about as many as records, contradictions, deletes, repeats, late
         * ones and some about a record that never comes.
         */
        DECISIONS,
        /** Some decisions have no version, so that their order of arrival counts for each pair. */
        UNVERSIONED_DECISIONS,
        /** Records are erased, those that are not there too, and return. */
        ERASURES,
        /** The ontology has retentions, and the time moves on. */
        RETENTION,
        /**
         * The ontology has tests and scores: one more key that has a test, one whose candidates are
         * scored, and strong identifiers that tolerate differences.
         */
        MATCHING
    }

    public RandomOptions {
        extras = Set.copyOf(extras);
    }

    /** The usual sizes, versioned. */
    public static RandomOptions of(Profile profile) {
        return new RandomOptions(profile, 10, 24, false, Set.of());
    }

    /** The same with other sizes. */
    public RandomOptions withSizes(int otherIdentities, int otherSteps) {
        return new RandomOptions(profile, otherIdentities, otherSteps, unversioned, extras);
    }

    /** The same with some steps that have no version. */
    public RandomOptions withUnversioned() {
        return new RandomOptions(profile, identities, steps, true, extras);
    }

    /** The same with more that happens. */
    public RandomOptions with(Extra... more) {
        Set<Extra> all = EnumSet.noneOf(Extra.class);
        all.addAll(extras);
        all.addAll(Set.of(more));
        return new RandomOptions(profile, identities, steps, unversioned, all);
    }

    /** The same with everything that is versioned: decisions, erasures and retention. */
    public RandomOptions withDecisionsErasuresAndRetention() {
        return with(Extra.DECISIONS, Extra.ERASURES, Extra.RETENTION);
    }

    /** How many cases to take of this kind: fewer of those that take long. */
    public int of(int cases) {
        return profile.isOfNearValues() ? Math.max(1, cases / 3) : cases;
    }

    boolean has(Extra extra) {
        return extras.contains(extra);
    }
}
