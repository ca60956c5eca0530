package io.kindred.ontology;

import io.kindred.ontology.AttributeRules.Cardinality;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The rules for one entity type.
 *
 * @param identityKeys most trusted first
 * @param attributes by attribute name; a missing attribute has {@link AttributeRules#DEFAULT}
 */
public record EntityTypeRules(
        List<IdentityKey> identityKeys,
        List<StrongIdentifier> strongIdentifiers,
        List<Constraint> constraints,
        Map<String, AttributeRules> attributes) {

    public EntityTypeRules {
        identityKeys = List.copyOf(identityKeys);
        strongIdentifiers = List.copyOf(strongIdentifiers);
        constraints = List.copyOf(constraints);
        attributes = Map.copyOf(attributes);
    }

    /** The rules of an attribute, or the defaults if the ontology does not define it. */
    public AttributeRules attribute(String name) {
        return attributes.getOrDefault(name, AttributeRules.DEFAULT);
    }

    /** Whether the attribute may have several golden values at the same time. */
    public boolean isMany(String attribute) {
        return attribute(attribute).cardinality() == Cardinality.MANY;
    }

    /**
     * Whether the rules are the same. An attribute that is spelled out with the defaults equals a
     * missing one.
     */
    boolean isSameAs(EntityTypeRules other) {
        return identityKeys.equals(other.identityKeys)
                && strongIdentifiers.equals(other.strongIdentifiers)
                && constraints.equals(other.constraints)
                && Stream.of(attributes, other.attributes)
                        .flatMap(named -> named.keySet().stream())
                        .allMatch(name -> attribute(name).equals(other.attribute(name)));
    }
}
