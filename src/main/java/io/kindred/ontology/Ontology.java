package io.kindred.ontology;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules for entity resolution: identity keys, strong identifiers, constraints and survivorship.
 *
 * @param entityTypes by entity type; {@link #ANY} covers every type not listed
 * @param perspectives by name; a missing perspective has {@link Perspective#DEFAULT}
 */
public record Ontology(
        Map<String, EntityTypeRules> entityTypes, Map<String, Perspective> perspectives) {

    /** The wildcard for every entity type that is not listed. */
    public static final String ANY = "*";

    public Ontology {
        entityTypes = Map.copyOf(entityTypes);
        perspectives = Map.copyOf(perspectives);
    }

    /** The rules of an entity type, or empty if the ontology does not cover it. */
    public Optional<EntityTypeRules> rules(String entityType) {
        EntityTypeRules named = entityTypes.get(entityType);
        return Optional.ofNullable(named != null ? named : entityTypes.get(ANY));
    }

    /** The trust in a perspective, or the defaults if the ontology does not list it. */
    public Perspective perspective(String name) {
        return perspectives.getOrDefault(name, Perspective.DEFAULT);
    }

    public AttributeWeight weight(String perspective, String attribute) {
        Perspective trust = perspective(perspective);
        return new AttributeWeight(trust.authoritative().contains(attribute), trust.weight());
    }

    /**
     * Whether records resolved under an earlier ontology have the same results under this one.
     * Every record that the earlier one covers must have the same rules and weights. New entity
     * types may be added, and defaults may be spelled out or left out.
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
