package io.kindred.model;

import io.kindred.temporal.Interval;

import java.util.List;
import java.util.Optional;

/**
 * The result of a query.
 *
 * @param matches sorted by start, then entity id
 * @param conflict present if two entities match at overlapping times
 */
public record QueryAnswer(List<Match> matches, Optional<Overlap> conflict) {

    public QueryAnswer {
        matches = List.copyOf(matches);
    }

    /**
     * An entity, and an interval in which it meets every condition.
     *
     * @param golden the golden record within the interval, sorted as in the entity
     */
    public record Match(String entityId, Interval interval, List<GoldenValue> golden) {

        public Match {
            golden = List.copyOf(golden);
        }
    }

    /**
     * Two entities that match at the same time: the overlap with the least start, then the least
     * pair of ids.
     *
     * @param entities two ids, sorted
     */
    public record Overlap(Interval interval, List<String> entities) {

        public Overlap {
            entities = List.copyOf(entities);
        }
    }
}
