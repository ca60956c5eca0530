package io.kindred.tools.follow;

import java.time.Instant;
import java.util.Optional;

/**
 * How fresh the store is.
 *
 * @param asOf all rows that the outputs showed then are in the store; empty until they were read
 *     once
 * @param isBehind whether rows are known that are not in the store
 * @param problem why nothing is read at present, if so: one line for whoever may see the data. It
 *     has no values, but may name files, servers and users
 * @param openProblem the same for anybody: it names the output only
 */
public record Freshness(
        Optional<Instant> asOf,
        boolean isBehind,
        Optional<String> problem,
        Optional<String> openProblem) {

    /** Without a problem. */
    static Freshness of(Optional<Instant> asOf, boolean isBehind) {
        return new Freshness(asOf, isBehind, Optional.empty(), Optional.empty());
    }

    /** This with what anybody may know of the problem. */
    public Freshness forAnybody() {
        return new Freshness(asOf, isBehind, openProblem, openProblem);
    }
}
