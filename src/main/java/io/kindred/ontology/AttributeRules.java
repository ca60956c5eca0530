package io.kindred.ontology;

import java.util.List;

/**
 * What holds for an attribute of an entity type.
 *
 * @param normalization applied to every value before it is compared
 * @param cardinality how many golden values it may have at once
 * @param prefer rules that choose between values of equal weight, in order
 */
public record AttributeRules(
        Normalization normalization, Cardinality cardinality, List<Preference> prefer) {

    /** What holds for an attribute that the ontology does not name. */
    public static final AttributeRules DEFAULT =
            new AttributeRules(Normalization.NONE, Cardinality.ONE, List.of());

    /** How many values hold at once. */
    public enum Cardinality {
        /** One; several are a conflict. */
        ONE,
        /** Any number. */
        MANY
    }

    /** Chooses between values of equal weight. */
    public enum Preference {
        /** The values that the most records assert. */
        MAJORITY,
        /** The values that began last. */
        LATEST
    }

    /** Copies the list. */
    public AttributeRules {
        prefer = List.copyOf(prefer);
    }
}
