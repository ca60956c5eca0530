package io.kindred.model;

import io.kindred.temporal.Interval;

import java.util.List;
import java.util.Optional;

/**
 * What a query found.
 *
 * @param matches sorted by start, then entity id
 * @param conflict set when two entities match at overlapping times
 */
public record QueryAnswer(List<Match> matches, Optional<Overlap> conflict) {

    /** Copies the list. */
    public QueryAnswer {
        matches = List.copyOf(matches);
    }

    /**
     * An entity over a time at which it meets every condition.
     *
     * @param golden the golden record cut to the interval, sorted as in the entity
     */
    public record Match(String entityId, Interval interval, List<GoldenValue> golden) {

        /** Copies the list. */
        public Match {
            golden = List.copyOf(golden);
        }
    }

    /**
     * Two entities that match at once: the overlap with the least start, then the least pair of
     * ids.
     *
     * @param entities two ids, sorted
     */
    public record Overlap(Interval interval, List<String> entities) {

        /** Copies the list. */
        public Overlap {
            entities = List.copyOf(entities);
        }
    }
}
