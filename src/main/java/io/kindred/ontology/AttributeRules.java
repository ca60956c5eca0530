package io.kindred.ontology;

import java.util.List;

/**
 * The rules for an attribute of an entity type.
 *
 * @param normalization applied to every value before comparison
 * @param cardinality how many golden values the attribute may have at the same time
 * @param prefer tie-breakers between values of equal weight, in order
 */
public record AttributeRules(
        Normalization normalization, Cardinality cardinality, List<Preference> prefer) {

    /** The rules for an attribute that the ontology does not define. */
    public static final AttributeRules DEFAULT =
            new AttributeRules(Normalization.NONE, Cardinality.ONE, List.of());

    /** How many golden values an attribute may have at the same time. */
    public enum Cardinality {
        /** One; several values are a conflict. */
        ONE,
        /** Any number. */
        MANY
    }

    /** A tie-breaker between values of equal weight. */
    public enum Preference {
        /** The values that most records assert. */
        MAJORITY,
        /** The values with the latest start. */
        LATEST
    }

    public AttributeRules {
        prefer = List.copyOf(prefer);
    }
}
