package io.kindred.ontology;

/**
 * A rule whose breach is reported.
 *
 * @param name unique within the entity type
 * @param attribute the attribute it is about
 * @param kind what it asks for
 * @param scope among whose values
 */
public record Constraint(String name, String attribute, Kind kind, Scope scope) {

    /** What a constraint asks for. */
    public enum Kind {
        /** No two entities have the same value at once. */
        UNIQUE,
        /** No entity has two values at once. */
        SINGLE_VALUED
    }
}
