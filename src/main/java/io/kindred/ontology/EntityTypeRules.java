package io.kindred.ontology;

import io.kindred.ontology.AttributeRules.Cardinality;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What holds for one entity type.
 *
 * @param identityKeys most trusted first
 * @param attributes rules by attribute; an attribute that is missing has the defaults
 */
public record EntityTypeRules(
        List<IdentityKey> identityKeys,
        List<StrongIdentifier> strongIdentifiers,
        List<Constraint> constraints,
        Map<String, AttributeRules> attributes) {

    /** Copies the collections. */
    public EntityTypeRules {
        identityKeys = List.copyOf(identityKeys);
        strongIdentifiers = List.copyOf(strongIdentifiers);
        constraints = List.copyOf(constraints);
        attributes = Map.copyOf(attributes);
    }

    /** The rules of an attribute, named in the ontology or not. */
    public AttributeRules attribute(String name) {
        return attributes.getOrDefault(name, AttributeRules.DEFAULT);
    }

    /** Whether the attribute may have several values at once. */
    public boolean isMany(String attribute) {
        return attribute(attribute).cardinality() == Cardinality.MANY;
    }

    /** Whether the same holds, whichever attributes with defaults are named. */
    boolean isSameAs(EntityTypeRules other) {
        return identityKeys.equals(other.identityKeys)
                && strongIdentifiers.equals(other.strongIdentifiers)
                && constraints.equals(other.constraints)
                && Stream.of(attributes, other.attributes)
                        .flatMap(named -> named.keySet().stream())
                        .allMatch(name -> attribute(name).equals(other.attribute(name)));
    }
}
