package io.kindred.resolve.emit;

import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
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
 * Escalates components that may span shards: from then on all their records are forwarded to
 * reconcile, and nothing of them is emitted here.
 *
 * <p>An escalated component stays escalated, and so does everything that joins it or splits off it.
 * Otherwise two owners could emit the same entity. Escalating without need costs time and changes
 * no result, since the whole component is resolved by reconcile. So the times of spanning key
 * values are not checked.
 */
public final class Escalation {

    private final ShardState state;
    private final ChangeSet changes;
    private final LargeEntityCache cache;

    public Escalation(ShardState state, ChangeSet changes, LargeEntityCache cache) {
        this.state = state;
        this.changes = changes;
        this.cache = cache;
    }

    /**
     * A new component is about to receive the records of others. If one of these is escalated, so
     * is the new one; only the records of the others must then be forwarded.
     */
    public void create(long component, Set<Long> of) {
        if (!state.isOnlyShard() && of.stream().anyMatch(state.components()::isEscalated)) {
            state.components().setEscalated(component, true);
            count(1, 0);
        }
    }

    /** One component is merged into another; to be called before it happens. */
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
     * A part of a component becomes a component of its own.
     *
     * @param isEscalated whether the component was escalated before the split
     */
    public void split(long component, long part, String entityType, boolean isEscalated) {
        if (isEscalated) {
            state.components().setEscalated(part, true);
            count(1, 0);
        } else if (changes.isToEscalate(component)) {
            changes.escalate(part, entityType);
        }
    }

    /** A record's content changed. */
    public void change(StoredRecord record) {
        if (isEscalated(record)) {
            changes.forward(record.id());
        }
    }

    /**
     * A record is removed; to be called before it happens.
     *
     * @param change what removes it, with its change number; an erasure is {@linkplain #erase
     *     forwarded} anyway
     */
    public void remove(StoredRecord record, SourceRecord change) {
        if (isEscalated(record)) {
            forwardRemoval(change);
            count(StoredRecord.isAlone(record.component()) ? -1 : 0, -1);
        } else if (changes.isToEscalate(record.component())) {
            // The record may have come with a component that was escalated earlier.
            forwardRemoval(change);
        }
    }

    private void forwardRemoval(SourceRecord change) {
        if (change.op() != Op.ERASE) {
            changes.forwardRemoval(change);
        }
    }

    /**
     * An erasure has arrived. Reconcile may know the record from earlier, whatever is known here.
     */
    public void erase(SourceRecord erasure) {
        changes.forwardRemoval(erasure);
    }

    private boolean isEscalated(StoredRecord record) {
        return !state.isOnlyShard() && state.components().isEscalated(record.component());
    }

    /**
     * Escalates a component if it has to be.
     *
     * @return whether it is escalated, so that this shard emits nothing of it
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
                cache.drop(component);
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

    /** Forwards records and removals to reconcile, and retracts what this shard emitted of them. */
    void forward(ShardOutput output) {
        changes.forwardedRemovals().forEach(output::escalate);
        RecordStore records = state.records();
        for (long id : changes.forwarded()) {
            records.find(id).ifPresent(record -> forward(record, output));
        }
    }

    private void forward(StoredRecord record, ShardOutput output) {
        if (record.entity().isPresent()) {
            output.update(
                    EncodedUpdate.of(
                            new Update.Unassigned(
                                    record.identity(),
                                    changes.erased().contains(record.identity()))));
            ClaimEmitter.drop(state, record, output);
            state.entities().drop(record);
            state.records().put(record.notEmitted());
        }
        output.escalate(
                SourceRecord.upsert(
                                record.identity(),
                                state.records().current(record.identity()).orElseThrow().version(),
                                record.descriptors())
                        .with(record.decisions()));
    }

    private void count(long components, long records) {
        ShardMeta meta = state.meta();
        meta.add(Count.ESCALATED_COMPONENTS, components);
        meta.add(Count.ESCALATED_RECORDS, records);
    }
}
