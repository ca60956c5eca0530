package io.kindred.model;

import io.kindred.temporal.Interval;

import java.util.List;

/**
 * A query for the entities that assert all the given values at the same time.
 *
 * @param where at least one condition
 * @param interval the time that is searched
 */
public record Query(String entityType, List<Condition> where, Interval interval) {

    /**
     * @throws IllegalArgumentException if there are no conditions
     */
    public Query {
        if (where.isEmpty()) {
            throw new IllegalArgumentException("a query needs at least one condition");
        }
        where = List.copyOf(where);
    }

    /**
     * A value that at least one record of the entity must assert.
     *
     * @param value compared after normalisation
     */
    public record Condition(String attribute, String value) {}
}
