package io.kindred.ontology;

import java.util.Map;
import java.util.Optional;

/**
 * The declarations that resolution works by.
 *
 * @param entityTypes rules by entity type; {@link #ANY} covers every type not named
 * @param perspectives trust by perspective; one that is missing has the defaults
 */
public record Ontology(
        Map<String, EntityTypeRules> entityTypes, Map<String, Perspective> perspectives) {

    /** Stands for every entity type that is not named. */
    public static final String ANY = "*";

    /** Copies the maps. */
    public Ontology {
        entityTypes = Map.copyOf(entityTypes);
        perspectives = Map.copyOf(perspectives);
    }

    /** The rules of an entity type, or empty if the ontology does not cover it. */
    public Optional<EntityTypeRules> rules(String entityType) {
        EntityTypeRules named = entityTypes.get(entityType);
        return Optional.ofNullable(named != null ? named : entityTypes.get(ANY));
    }

    /** How far a perspective is trusted, named in the ontology or not. */
    public Perspective perspective(String name) {
        return perspectives.getOrDefault(name, Perspective.DEFAULT);
    }

    /** The weight of a perspective for an attribute. */
    public AttributeWeight weight(String perspective, String attribute) {
        Perspective trust = perspective(perspective);
        return new AttributeWeight(trust.authoritative().contains(attribute), trust.weight());
    }
}
