package io.kindred.tools.diff;

import java.util.Set;

/**
 * How many changes there are of a kind and for a cause.
 *
 * @param causes not empty
 * @param changes their number
 * @param entitiesBefore of these changes
 * @param entitiesAfter of these changes
 * @param records of all these entities; each once
 */
public record ChangeCount(
        ChangeKind kind,
        Set<Cause> causes,
        long changes,
        long entitiesBefore,
        long entitiesAfter,
        long records) {

    ChangeCount plus(ChangeCount other) {
        return new ChangeCount(
                kind,
                causes,
                changes + other.changes,
                entitiesBefore + other.entitiesBefore,
                entitiesAfter + other.entitiesAfter,
                records + other.records);
    }
}
