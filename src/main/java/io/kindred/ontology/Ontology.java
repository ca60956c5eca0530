package io.kindred.ontology;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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

    /**
     * Whether whatever was resolved under another ontology is resolved alike under this one: every
     * record that the other one covers has the same rules and is trusted as far. So types may have
     * come that were not covered, and defaults may be named or left out.
     */
    public boolean keeps(Ontology before) {
        return before.entityTypes.keySet().stream().allMatch(type -> keeps(type, before))
                && entityTypes.keySet().stream()
                        .filter(type -> before.rules(type).isPresent())
                        .allMatch(type -> keeps(type, before))
                && Stream.of(perspectives, before.perspectives)
                        .flatMap(named -> named.keySet().stream())
                        .allMatch(name -> perspective(name).equals(before.perspective(name)));
    }

    private boolean keeps(String type, Ontology before) {
        EntityTypeRules former = before.rules(type).orElseThrow();
        return rules(type).filter(rules -> rules.isSameAs(former)).isPresent();
    }
}
