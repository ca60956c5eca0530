package io.kindred.resolve.link;

import io.kindred.resolve.cluster.ComponentLinks;
import io.kindred.resolve.cluster.DecidedPairs;
import io.kindred.resolve.cluster.DisjointSets;
import io.kindred.resolve.emit.Escalation;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.state.ChangeSet;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.shard.StoredRecord;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Links the records of a component again, and splits the component if its groups and decisions no
 * longer connect all of them. Union-find over the groups (Cormen et al., Introduction to
 * Algorithms, chapter on disjoint sets).
 *
 * <p>Example: records 1, 2 and 3 are one component, and the key values that 2 and 3 shared became
 * generic. 1 and 2 keep the component's id; 3 is alone.
 *
 * <p>Costs the records of the component and their key entries.
 */
final class Relinker {

    private final ShardState state;
    private final ChangeSet changes;
    private final Escalation escalation;

    Relinker(ShardState state, ChangeSet changes, Escalation escalation) {
        this.state = state;
        this.changes = changes;
        this.escalation = escalation;
    }

    /** Links a component's records from scratch. The largest part keeps the component's id. */
    void relink(long component, String entityType) {
        if (state.components().size(component) < 2) {
            return;
        }
        List<ShardState.Member> members = state.members(component, changes::changed);
        DisjointSets parts = new DisjointSets(members.size());
        List<NormalizedRecord> records =
                members.stream().map(ShardState.Member::normalized).toList();
        ComponentLinks.join(
                records, state.matcher(entityType), key -> state.isGeneric(entityType, key), parts);
        linkDecided(records, parts);
        split(component, entityType, members, parts);
    }

    /** Links the records that somebody decided are the same. */
    private static void linkDecided(List<NormalizedRecord> records, DisjointSets parts) {
        for (DecidedPairs.Pair pair : DecidedPairs.among(records).same()) {
            parts.join(pair.lesser(), pair.greater());
        }
    }

    private void split(
            long component,
            String entityType,
            List<ShardState.Member> members,
            DisjointSets parts) {
        Map<Integer, List<StoredRecord>> byPart = new LinkedHashMap<>();
        for (int i = 0; i < members.size(); i++) {
            byPart.computeIfAbsent(parts.find(i), unused -> new ArrayList<>())
                    .add(members.get(i).stored());
        }
        boolean isEscalated = !state.isOnlyShard() && state.components().isEscalated(component);
        List<StoredRecord> greatest = List.of();
        for (List<StoredRecord> part : byPart.values()) {
            greatest = part.size() > greatest.size() ? part : greatest;
        }
        for (List<StoredRecord> part : byPart.values()) {
            if (part != greatest) {
                part.forEach(record -> state.components().remove(component, record.id()));
                long own = settle(part, entityType);
                changes.markDirty(own, entityType);
                escalation.split(component, own, entityType, isEscalated);
            }
        }
    }

    /** Moves records that left a component to a component of their own; returns its id. */
    private long settle(List<StoredRecord> part, String entityType) {
        if (part.size() == 1) {
            StoredRecord alone = part.get(0).alone();
            state.records().put(alone);
            return alone.component();
        }
        long own = state.components().create(entityType);
        for (StoredRecord record : part) {
            state.components().add(own, record.id());
            state.records().put(record.inComponent(own));
        }
        return own;
    }
}
