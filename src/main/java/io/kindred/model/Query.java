package io.kindred.model;

import io.kindred.temporal.Interval;

import java.util.List;

/**
 * Asks for the entities that assert all the values at once.
 *
 * @param entityType the kind of thing
 * @param where the conditions, at least one
 * @param interval the time asked about
 */
public record Query(String entityType, List<Condition> where, Interval interval) {

    /**
     * Checks the conditions.
     *
     * @throws IllegalArgumentException if there are none
     */
    public Query {
        if (where.isEmpty()) {
            throw new IllegalArgumentException("a query needs at least one condition");
        }
        where = List.copyOf(where);
    }

    /**
     * A value that some record of the entity must assert.
     *
     * @param value compared after the attribute's normalising
     */
    public record Condition(String attribute, String value) {}
}
