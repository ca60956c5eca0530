package io.kindred.resolve.emit;

import io.kindred.model.CodePointOrder;
import io.kindred.model.Update;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ByteKey;
import io.kindred.storage.EmittedDigests;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What had been emitted of all the components of a batch, held against what is emitted now. */
final class EmittedDigestsPool {

    private final Map<ByteKey, ByteKey> entities = new HashMap<>();
    private final Map<ByteKey, ByteKey> conflicts = new HashMap<>();
    private final Map<ByteKey, String> entityTypes = new HashMap<>();
    private final Set<ByteKey> entitiesNow = new HashSet<>();
    private final Set<ByteKey> conflictsNow = new HashSet<>();
    private final Map<ByteKey, SortedSet<String>> successors = new HashMap<>();

    /** Adds what had been emitted of one component. */
    void add(String entityType, EmittedDigests emitted) {
        entities.putAll(emitted.entities());
        conflicts.putAll(emitted.conflicts());
        emitted.entities().keySet().forEach(entity -> entityTypes.put(entity, entityType));
    }

    /** Whether the entity was not there or said something else; it is there now. */
    boolean recordAndCompareEntity(ByteKey id, ByteKey digest) {
        entitiesNow.add(id);
        return !digest.equals(entities.get(id));
    }

    /** Whether the conflict was not there or said something else; it is there now. */
    boolean recordAndCompareConflict(ByteKey id, ByteKey digest) {
        conflictsNow.add(id);
        return !digest.equals(conflicts.get(id));
    }

    /** A record of the entity is in another one now. */
    void moved(ByteKey entity, String successor) {
        successors
                .computeIfAbsent(entity, unused -> new TreeSet<>(CodePointOrder.STRINGS))
                .add(successor);
    }

    /** States what is there no longer, after all that is there was emitted. */
    void withdraw(Consumer<Update> updates) {
        for (ByteKey entity : entities.keySet()) {
            if (!entitiesNow.contains(entity)) {
                String entityType = entityTypes.get(entity);
                updates.accept(
                        new Update.EntityRetired(
                                entityType,
                                ShardState.entityId(entityType, entity),
                                List.copyOf(successors.getOrDefault(entity, new TreeSet<>()))));
            }
        }
        for (ByteKey conflict : conflicts.keySet()) {
            if (!conflictsNow.contains(conflict)) {
                updates.accept(new Update.ConflictResolved(conflict.toString()));
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
