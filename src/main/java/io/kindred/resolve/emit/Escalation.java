package io.kindred.resolve.emit;

import io.kindred.model.SourceRecord;
import io.kindred.model.Update;
import io.kindred.resolve.state.ChangeSet;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.shard.ComponentStore;
import io.kindred.storage.shard.RecordStore;
import io.kindred.storage.shard.ShardMeta;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.storage.shard.StoredRecord;

import java.util.Set;

/**
 * Hands components over that may span shards: all their records are forwarded, now and ever after,
 * and nothing of them is emitted here any more.
 *
 * <p>What is escalated stays so, and what joins it or splits off it is too. Otherwise two places
 * could both take themselves to be the one that states it. A component may be escalated without
 * need, which costs time and changes no result, since all of it is resolved elsewhere; so the times
 * at which records have a spanning value need not be looked at.
 */
public final class Escalation {

    private final ShardState state;
    private final ChangeSet changes;
    private final LargeEntityCache held;

    public Escalation(ShardState state, ChangeSet changes, LargeEntityCache held) {
        this.state = state;
        this.changes = changes;
        this.held = held;
    }

    /**
     * A component that has no records yet is going to have those of others: if one of them is
     * escalated then so is it, and only what the others bring is to be told.
     */
    public void create(long component, Set<Long> of) {
        if (!state.isOnlyShard() && of.stream().anyMatch(state.components()::isEscalated)) {
            state.components().setEscalated(component, true);
            count(1, 0);
        }
    }

    /** One component becomes part of another; to be called before it is. */
    public void absorb(long from, long into, String entityType) {
        if (state.isOnlyShard()) {
            return;
        }
        ComponentStore components = state.components();
        boolean isEscalated = components.isEscalated(into);
        if (components.isEscalated(from)) {
            count(-1, isEscalated ? 0 : -components.size(from));
            if (!isEscalated) {
                changes.escalate(into, entityType);
            }
        } else if (isEscalated) {
            components.forEachMember(from, changes::forward);
            count(0, components.size(from));
        }
    }

    /**
     * A part of a component is one of its own from now on.
     *
     * @param isEscalated whether the component was escalated when it was whole
     */
    public void split(long component, long part, String entityType, boolean isEscalated) {
        if (isEscalated) {
            state.components().setEscalated(part, true);
            count(1, 0);
        } else if (changes.isToEscalate(component)) {
            changes.escalate(part, entityType);
        }
    }

    /** A record says something else. */
    public void change(StoredRecord record) {
        if (isEscalated(record)) {
            changes.forward(record.id());
        }
    }

    /**
     * A record goes; to be called before it does.
     *
     * @param change with its number
     */
    public void remove(StoredRecord record, SourceRecord change) {
        if (isEscalated(record)) {
            changes.forwardRemoval(change);
            count(StoredRecord.isAlone(record.component()) ? -1 : 0, -1);
        } else if (changes.isToEscalate(record.component())) {
            // It may have come with a component that was escalated before.
            changes.forwardRemoval(change);
        }
    }

    private boolean isEscalated(StoredRecord record) {
        return !state.isOnlyShard() && state.components().isEscalated(record.component());
    }

    /**
     * Escalates a component if it has to be.
     *
     * @return whether it is escalated, so that nothing is to be emitted of it
     */
    boolean settle(long component) {
        if (state.isOnlyShard()) {
            return false;
        }
        ComponentStore components = state.components();
        boolean isEscalated = components.isEscalated(component);
        if (!isEscalated && changes.isToEscalate(component)) {
            isEscalated = components.size(component) > 0;
            if (isEscalated) {
                held.drop(component);
                components.forEachMember(component, changes::forward);
                components.setEscalated(component, true);
                count(1, components.size(component));
            }
        } else if (isEscalated && components.size(component) == 0) {
            components.setEscalated(component, false);
            count(-1, 0);
        }
        return isEscalated;
    }

    /** Tells what is to be known elsewhere, and takes back what was emitted of it here. */
    void forward(ShardOutput output) {
        changes.forwardedRemovals().forEach(output::escalate);
        RecordStore records = state.records();
        for (long id : changes.forwarded()) {
            records.find(id).ifPresent(record -> forward(record, output));
        }
    }

    private void forward(StoredRecord record, ShardOutput output) {
        if (record.entity().isPresent()) {
            output.state(EncodedUpdate.of(new Update.Unassigned(record.identity())));
            ClaimEmitter.drop(state, record, output);
            state.entities().drop(record);
            state.records().put(record.notEmitted());
        }
        output.escalate(
                SourceRecord.upsert(
                        record.identity(),
                        state.records().current(record.identity()).orElseThrow().version(),
                        record.descriptors()));
    }

    private void count(long components, long records) {
        ShardMeta meta = state.meta();
        meta.add(Count.ESCALATED_COMPONENTS, components);
        meta.add(Count.ESCALATED_RECORDS, records);
    }
}
