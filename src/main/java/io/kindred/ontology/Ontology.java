package io.kindred.ontology;

import io.kindred.model.CodePointOrder;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
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

    /** Whether any value may ever expire. */
    public boolean hasRetention() {
        return entityTypes.values().stream().anyMatch(EntityTypeRules::hasRetention);
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
     * Whether state that was resolved under an earlier ontology can be continued under this one.
     * Every record that the earlier one covers must have the same rules and weights. New entity
     * types may be added, and defaults may be spelled out or left out. A retention may be
     * introduced or shortened, for which the state has all that is needed.
     */
    public boolean keeps(Ontology before) {
        return types(before).stream().allMatch(type -> keeps(type, before))
                && longerThan(before).isEmpty()
                && Stream.of(perspectives, before.perspectives)
                        .flatMap(named -> named.keySet().stream())
                        .allMatch(name -> perspective(name).equals(before.perspective(name)));
    }

    /**
     * The retentions that are longer than in an earlier ontology, or were removed, of entity types
     * that both cover. The effective ones count: an attribute without a retention has that of its
     * entity type.
     */
    public List<LongerRetention> longerThan(Ontology before) {
        return types(before).stream()
                .filter(type -> rules(type).isPresent())
                .flatMap(
                        type ->
                                rules(type)
                                        .orElseThrow()
                                        .longerThan(before.rules(type).orElseThrow(), type)
                                        .stream())
                .toList();
    }

    /** The entity types that an earlier ontology names, or covers and this one names; sorted. */
    private SortedSet<String> types(Ontology before) {
        SortedSet<String> types = new TreeSet<>(CodePointOrder.STRINGS);
        types.addAll(before.entityTypes.keySet());
        entityTypes.keySet().stream()
                .filter(type -> before.rules(type).isPresent())
                .forEach(types::add);
        return types;
    }

    private boolean keeps(String type, Ontology before) {
        EntityTypeRules former = before.rules(type).orElseThrow();
        return rules(type).filter(rules -> rules.isSameAs(former)).isPresent();
    }
}
