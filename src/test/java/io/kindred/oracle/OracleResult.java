package io.kindred.oracle;

import io.kindred.model.Conflict;
import io.kindred.model.Entity;
import io.kindred.model.GenericKey;
import io.kindred.model.RecordIdentity;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All results in a canonical order, whatever the order they are given in, so that two are compared
 * by {@code equals}.
 *
 * @param entities by id
 * @param conflicts by their text
 * @param genericKeys by entity type, key and values
 * @param assignments the entity id of each record
 */
public record OracleResult(
        List<Entity> entities,
        List<Conflict> conflicts,
        List<GenericKey> genericKeys,
        Map<RecordIdentity, String> assignments) {

    /**
     * Sorts the lists.
     *
     * @throws IllegalArgumentException if a conflict is given twice
     */
    public OracleResult {
        entities =
                entities.stream()
                        .sorted(Comparator.comparing(Entity::id, NaiveOrder.STRINGS))
                        .toList();
        Map<String, Conflict> byText = new TreeMap<>();
        List<Conflict> twice =
                conflicts.stream()
                        .map(OracleResult::shown)
                        .filter(c -> byText.put(c.toString(), c) != null)
                        .toList();
        if (!twice.isEmpty()) {
            throw new IllegalArgumentException("conflicts given twice: " + twice);
        }
        conflicts = List.copyOf(byText.values());
        genericKeys =
                genericKeys.stream()
                        .sorted(
                                Comparator.comparing(GenericKey::entityType, NaiveOrder.STRINGS)
                                        .thenComparing(GenericKey::key, NaiveOrder.STRINGS)
                                        .thenComparing(GenericKey::values, NaiveOrder.LISTS))
                        .toList();
        assignments = Map.copyOf(assignments);
    }

    /** As outputs show it: whether the key has a test is to be seen in the ontology only. */
    public static Conflict shown(Conflict conflict) {
        return conflict instanceof Conflict.Indirect indirect
                ? new Conflict.Indirect(
                        indirect.entityType(),
                        indirect.key(),
                        indirect.keyValues(),
                        indirect.interval(),
                        false,
                        indirect.score(),
                        indirect.strongIdentifiers(),
                        indirect.decisions(),
                        indirect.sides())
                : conflict;
    }

    /**
     * The same, with which record is in which entity of a uniqueness conflict where an earlier
     * release did not say so.
     */
    public OracleResult divided() {
        return new OracleResult(
                entities,
                conflicts.stream().map(conflict -> divided(conflict, entities)).toList(),
                genericKeys,
                assignments);
    }

    /**
     * The conflict, with which record is in which entity if it does not say so.
     *
     * @param entities all that there are
     */
    public static Conflict divided(Conflict conflict, List<Entity> entities) {
        if (!(conflict instanceof Conflict.Uniqueness unique) || unique.isDivided()) {
            return conflict;
        }
        return new Conflict.Uniqueness(
                unique.entityType(),
                unique.constraint(),
                unique.attribute(),
                unique.perspective(),
                unique.value(),
                unique.interval(),
                entities.stream()
                        .filter(entity -> unique.entities().contains(entity.id()))
                        .map(
                                entity ->
                                        new Conflict.Share(
                                                entity.id(),
                                                unique.records().stream()
                                                        .filter(entity.records()::contains)
                                                        .toList()))
                        .sorted(Comparator.comparing(Conflict.Share::entityId))
                        .toList(),
                unique.records());
    }

    /** With the assignments that the entities imply. */
    public static OracleResult of(
            Collection<Entity> entities,
            Collection<Conflict> conflicts,
            Collection<GenericKey> genericKeys) {
        Map<RecordIdentity, String> assignments = new HashMap<>();
        for (Entity entity : entities) {
            entity.records().forEach(record -> assignments.put(record, entity.id()));
        }
        return new OracleResult(
                List.copyOf(entities),
                List.copyOf(conflicts),
                List.copyOf(genericKeys),
                assignments);
    }
}
