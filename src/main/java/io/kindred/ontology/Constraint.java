package io.kindred.ontology;

/**
 * A rule whose violations are reported as conflicts; it does not affect entities.
 *
 * @param name unique within the entity type
 * @param attribute the constrained attribute
 * @param scope which values are compared
 */
public record Constraint(String name, String attribute, Kind kind, Scope scope) {

    /** The types of constraints. */
    public enum Kind {
        /** No two entities have the same value at the same time. */
        UNIQUE,
        /** No entity has two values at the same time. */
        SINGLE_VALUED
    }
}
