package io.kindred.resolve.emit;

import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.resolve.state.ChangeSet;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.shard.EmittedRecords;
import io.kindred.storage.shard.StoredRecord;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Emits what records say, of the records that a shard has: also of those that reconcile resolves.
 * Nothing is remembered of an update; whoever publishes it drops one that says nothing new.
 *
 * <p>Records that a state has from a job without these updates are emitted by a walk over their
 * ids, a slice at a time. What changes meanwhile is emitted anyway. In a job without these updates,
 * one that was emitted earlier is retracted as soon as the record changes. So nothing is shown of a
 * record that it does not say.
 */
public final class RecordEmitter {

    private final ShardState state;
    private final ChangeSet changes;
    private final EmittedRecords emitted;
    private final boolean isOn;

    /** Emits the records of a shard. */
    public RecordEmitter(ShardState state, ChangeSet changes) {
        this.state = state;
        this.changes = changes;
        this.emitted = state.emittedRecords();
        this.isOn = state.outputs().records();
    }

    /** Must be called before the first record comes. An empty shard lacks nothing. */
    public void begin() {
        if (isOn && !emitted.wereAny()) {
            emitted.visited(0, state.meta().recordIdsGiven() == 0);
        } else if (!isOn && emitted.wereAny()) {
            emitted.visited(0, false);
        }
    }

    /** Whether there may be records that are yet to be emitted. */
    public boolean isPending() {
        return isOn && !emitted.areAll();
    }

    /**
     * Emits further records. Costs a look-up for each id.
     *
     * @param ids how many record ids are visited at most
     */
    public void fill(int ids, Consumer<EncodedUpdate> updates) {
        long end = state.meta().recordIdsGiven();
        long until = Math.min(end, emitted.visited() + ids);
        for (long id = emitted.visited(); id < until; id++) {
            state.records().find(id).ifPresent(record -> emit(record, updates));
        }
        emitted.visited(until, until == end);
    }

    /** Emits the records of a change set, and retracts those that are gone. */
    public void emitChanges(Consumer<EncodedUpdate> updates) {
        if (!isOn && !emitted.wereAny()) {
            return;
        }
        for (long id : changes.changed()) {
            state.records()
                    .find(id)
                    .ifPresent(
                            record -> {
                                if (isOn) {
                                    emit(record, updates);
                                } else {
                                    retract(record.identity(), false, updates);
                                }
                            });
        }
        Set<RecordIdentity> removed = new LinkedHashSet<>(changes.removed().keySet());
        removed.addAll(changes.erased());
        for (RecordIdentity record : removed) {
            if (state.records().find(record).isEmpty()) {
                retract(record, changes.erased().contains(record), updates);
            }
        }
    }

    private static void emit(StoredRecord record, Consumer<EncodedUpdate> updates) {
        updates.accept(
                EncodedUpdate.of(
                        Update.RecordUpsert.of(
                                record.identity(), record.descriptors(), record.decisions())));
    }

    private static void retract(
            RecordIdentity record, boolean isErased, Consumer<EncodedUpdate> updates) {
        updates.accept(EncodedUpdate.of(new Update.RecordRetired(record, isErased)));
    }
}
