package io.kindred.resolve;

import io.kindred.model.SourceRecord;
import io.kindred.model.Statement;
import io.kindred.storage.ComponentStore;
import io.kindred.storage.EncodedStatement;
import io.kindred.storage.RecordStore;
import io.kindred.storage.ShardMeta;
import io.kindred.storage.ShardMeta.Count;
import io.kindred.storage.StoredRecord;

import java.util.Set;

/**
 * Hands components over that may span shards: all their records are forwarded, now and ever after,
 * and nothing of them is stated here any more.
 *
 * <p>What is escalated stays so, and what joins it or splits off it is too. Otherwise two places
 * could both take themselves to be the one that states it. A component may be escalated without
 * need, which costs time and changes no result, since all of it is resolved elsewhere; so the times
 * at which records have a spanning value need not be looked at.
 */
final class Escalation {

    private final ShardState state;
    private final Batch batch;
    private final HeldComponents held;

    Escalation(ShardState state, Batch batch, HeldComponents held) {
        this.state = state;
        this.batch = batch;
        this.held = held;
    }

    /**
     * A component that has no records yet is going to have those of others: if one of them is
     * escalated then so is it, and only what the others bring is to be told.
     */
    void create(long component, Set<Long> of) {
        if (!state.isOnlyShard() && of.stream().anyMatch(state.components()::isEscalated)) {
            state.components().setEscalated(component, true);
            count(1, 0);
        }
    }

    /** One component becomes part of another; to be called before it is. */
    void absorb(long from, long into, String entityType) {
        if (state.isOnlyShard()) {
            return;
        }
        ComponentStore components = state.components();
        boolean isEscalated = components.isEscalated(into);
        if (components.isEscalated(from)) {
            count(-1, isEscalated ? 0 : -components.size(from));
            if (!isEscalated) {
                batch.escalate(into, entityType);
            }
        } else if (isEscalated) {
            components.forEachMember(from, batch::forward);
            count(0, components.size(from));
        }
    }

    /**
     * A part of a component is one of its own from now on.
     *
     * @param isEscalated whether the component was escalated when it was whole
     */
    void split(long component, long part, String entityType, boolean isEscalated) {
        if (isEscalated) {
            state.components().setEscalated(part, true);
            count(1, 0);
        } else if (batch.isToEscalate(component)) {
            batch.escalate(part, entityType);
        }
    }

    /** A record says something else. */
    void change(StoredRecord record) {
        if (isEscalated(record)) {
            batch.forward(record.id());
        }
    }

    /**
     * A record goes; to be called before it does.
     *
     * @param change with its number
     */
    void remove(StoredRecord record, SourceRecord change) {
        if (isEscalated(record)) {
            batch.forwardRemoval(change);
            count(StoredRecord.isAlone(record.component()) ? -1 : 0, -1);
        } else if (batch.isToEscalate(record.component())) {
            // It may have come with a component that was escalated before.
            batch.forwardRemoval(change);
        }
    }

    private boolean isEscalated(StoredRecord record) {
        return !state.isOnlyShard() && state.components().isEscalated(record.component());
    }

    /**
     * Escalates a component if it has to be.
     *
     * @return whether it is escalated, so that nothing is to be stated of it
     */
    boolean settle(long component) {
        if (state.isOnlyShard()) {
            return false;
        }
        ComponentStore components = state.components();
        boolean isEscalated = components.isEscalated(component);
        if (!isEscalated && batch.isToEscalate(component)) {
            isEscalated = components.size(component) > 0;
            if (isEscalated) {
                held.drop(component);
                components.forEachMember(component, batch::forward);
                components.setEscalated(component, true);
                count(1, components.size(component));
            }
        } else if (isEscalated && components.size(component) == 0) {
            components.setEscalated(component, false);
            count(-1, 0);
        }
        return isEscalated;
    }

    /** Tells what is to be known elsewhere, and takes back what was stated of it here. */
    void forward(ShardOutput output) {
        batch.forwardedRemovals().forEach(output::escalate);
        RecordStore records = state.records();
        for (long id : batch.forwarded()) {
            records.find(id).ifPresent(record -> forward(record, output));
        }
    }

    private void forward(StoredRecord record, ShardOutput output) {
        if (record.entity().isPresent()) {
            output.state(EncodedStatement.of(new Statement.Unassigned(record.identity())));
            ToldClaims.drop(state, record, output);
            state.entities().drop(record);
            state.records().put(record.unstated());
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
