package io.kindred.ontology;

import java.util.List;
import java.util.Optional;

/**
 * The rules for an attribute of an entity type.
 *
 * @param normalization applied to every value before comparison
 * @param cardinality how many golden values the attribute may have at the same time
 * @param prefer tie-breakers between values of equal weight, in order
 * @param retention for how long values count after they ended; empty: as the entity type says
 */
public record AttributeRules(
        Normalization normalization,
        Cardinality cardinality,
        List<Preference> prefer,
        Optional<Retention> retention) {

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

    /** Rules with the retention of the entity type. */
    public AttributeRules(
            Normalization normalization, Cardinality cardinality, List<Preference> prefer) {
        this(normalization, cardinality, prefer, Optional.empty());
    }

    public AttributeRules {
        prefer = List.copyOf(prefer);
    }

    /** Whether the rules are the same, retention aside. */
    boolean isSameAs(AttributeRules other) {
        return normalization.equals(other.normalization)
                && cardinality == other.cardinality
                && prefer.equals(other.prefer);
    }
}
