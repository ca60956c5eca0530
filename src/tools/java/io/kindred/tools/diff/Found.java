package io.kindred.tools.diff;

import io.kindred.model.CodePointOrder;

import java.util.Comparator;
import java.util.Set;

/**
 * A change of entities that was found.
 *
 * @param causes not empty
 * @param before how many entities there were
 * @param after how many entities there are
 * @param records of all of them, each once
 * @param isFromAfter whether {@code entityId} is one of those after, rather than before
 * @param entityId one of the entities
 */
record Found(
        ChangeKind kind,
        Set<Cause> causes,
        long before,
        long after,
        long records,
        boolean isFromAfter,
        String entityId) {

    /** The most important first: by kind, then the largest, then by id. */
    static final Comparator<Found> ORDER =
            Comparator.comparingInt((Found found) -> found.kind().rank())
                    .thenComparing(Comparator.comparingLong(Found::records).reversed())
                    .thenComparing(Found::entityId, CodePointOrder.STRINGS);
}
