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

/** The digests emitted before by all dirty components, compared with what they emit now. */
final class EmittedDigestsPool {

    private final Map<ByteKey, ByteKey> entities = new HashMap<>();
    private final Map<ByteKey, ByteKey> conflicts = new HashMap<>();
    private final Map<ByteKey, ByteKey> golden = new HashMap<>();
    private final Map<ByteKey, String> entityTypes = new HashMap<>();
    private final Set<ByteKey> entitiesNow = new HashSet<>();
    private final Set<ByteKey> conflictsNow = new HashSet<>();
    private final Set<ByteKey> goldenNow = new HashSet<>();
    private final Map<ByteKey, SortedSet<String>> successors = new HashMap<>();

    /** Adds what one component emitted before. */
    void add(String entityType, EmittedDigests emitted) {
        entities.putAll(emitted.entities());
        conflicts.putAll(emitted.conflicts());
        golden.putAll(emitted.golden());
        emitted.entities().keySet().forEach(entity -> entityTypes.put(entity, entityType));
        emitted.golden().keySet().forEach(entity -> entityTypes.put(entity, entityType));
    }

    /** Records that the entity exists now; returns whether it is new or has changed. */
    boolean recordAndCompareEntity(ByteKey id, ByteKey digest) {
        entitiesNow.add(id);
        return !digest.equals(entities.get(id));
    }

    /** Records that the conflict exists now; returns whether it is new or has changed. */
    boolean recordAndCompareConflict(ByteKey id, ByteKey digest) {
        conflictsNow.add(id);
        return !digest.equals(conflicts.get(id));
    }

    /** Records that the entity has golden values; returns whether they are new or have changed. */
    boolean recordAndCompareGolden(ByteKey entity, ByteKey digest) {
        goldenNow.add(entity);
        return !digest.equals(golden.get(entity));
    }

    /** A record moved from the entity to its successor. */
    void moved(ByteKey entity, String successor) {
        successors
                .computeIfAbsent(entity, unused -> new TreeSet<>(CodePointOrder.STRINGS))
                .add(successor);
    }

    /** Retracts what no longer exists. Must be called after everything else was emitted. */
    void retract(Consumer<Update> updates) {
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
        for (ByteKey entity : golden.keySet()) {
            if (!goldenNow.contains(entity)) {
                String entityType = entityTypes.get(entity);
                updates.accept(
                        new Update.GoldenRetired(
                                entityType, ShardState.entityId(entityType, entity)));
            }
        }
        for (ByteKey conflict : conflicts.keySet()) {
            if (!conflictsNow.contains(conflict)) {
                updates.accept(new Update.ConflictResolved(conflict.toString()));
            }
        }
    }

    /** The number of entities now, less the number before. */
    int entityDifference() {
        return entitiesNow.size() - entities.size();
    }

    /** The number of conflicts now, less the number before. */
    int conflictDifference() {
        return conflictsNow.size() - conflicts.size();
    }
}
