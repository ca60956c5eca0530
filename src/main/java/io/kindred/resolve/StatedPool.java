package io.kindred.resolve;

import io.kindred.model.CodePointOrder;
import io.kindred.model.Statement;
import io.kindred.storage.ByteKey;
import io.kindred.storage.StatedDigests;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What had been stated of all the components of a batch, held against what is stated now. */
final class StatedPool {

    private final Map<ByteKey, ByteKey> entities = new HashMap<>();
    private final Map<ByteKey, ByteKey> conflicts = new HashMap<>();
    private final Map<ByteKey, String> entityTypes = new HashMap<>();
    private final Set<ByteKey> entitiesNow = new HashSet<>();
    private final Set<ByteKey> conflictsNow = new HashSet<>();
    private final Map<ByteKey, SortedSet<String>> successors = new HashMap<>();

    /** Adds what had been stated of one component. */
    void add(String entityType, StatedDigests stated) {
        entities.putAll(stated.entities());
        conflicts.putAll(stated.conflicts());
        stated.entities().keySet().forEach(entity -> entityTypes.put(entity, entityType));
    }

    /** Whether the entity was not there or said something else; it is there now. */
    boolean isNewsOfEntity(ByteKey id, ByteKey digest) {
        entitiesNow.add(id);
        return !digest.equals(entities.get(id));
    }

    /** Whether the conflict was not there or said something else; it is there now. */
    boolean isNewsOfConflict(ByteKey id, ByteKey digest) {
        conflictsNow.add(id);
        return !digest.equals(conflicts.get(id));
    }

    /** A record of the entity is in another one now. */
    void moved(ByteKey entity, String successor) {
        successors
                .computeIfAbsent(entity, unused -> new TreeSet<>(CodePointOrder.STRINGS))
                .add(successor);
    }

    /** States what is there no longer, after all that is there was stated. */
    void withdraw(Consumer<Statement> statements) {
        for (ByteKey entity : entities.keySet()) {
            if (!entitiesNow.contains(entity)) {
                String entityType = entityTypes.get(entity);
                statements.accept(
                        new Statement.EntityRetired(
                                entityType,
                                ShardState.entityId(entityType, entity),
                                List.copyOf(successors.getOrDefault(entity, new TreeSet<>()))));
            }
        }
        for (ByteKey conflict : conflicts.keySet()) {
            if (!conflictsNow.contains(conflict)) {
                statements.accept(new Statement.ConflictResolved(conflict.toString()));
            }
        }
    }

    /** How many more entities there are than before. */
    int entityDifference() {
        return entitiesNow.size() - entities.size();
    }

    /** How many more conflicts there are than before. */
    int conflictDifference() {
        return conflictsNow.size() - conflicts.size();
    }
}
