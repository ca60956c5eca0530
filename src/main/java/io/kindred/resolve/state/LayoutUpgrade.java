package io.kindred.resolve.state;

import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.storage.shard.StoredRecord;

import java.util.Iterator;

/**
 * Upgrades the tables of a shard to the newest layout, see {@link
 * io.kindred.storage.shard.ShardMeta}. Missing tables are built from the records.
 *
 * <p>Before layout 3 it reads all records once, and saves after every {@value #SAVE_EVERY} of them.
 * An interrupted upgrade starts again; each step is idempotent. Layout 4 has another index of
 * times, which {@link ExpirySchedule} builds if there is retention; what the older one has may
 * stay.
 */
public final class LayoutUpgrade {

    private static final int SAVE_EVERY = 1_000;

    /** The first layout with record sets, and with values found through keys and claims. */
    private static final int WITH_SETS = 2;

    /** The first layout with an index of entities by id. */
    private static final int WITH_ENTITY_IDS = 3;

    private final ShardState state;

    public LayoutUpgrade(ShardState state) {
        this.state = state;
    }

    /** Upgrades the tables; does nothing if they have the newest layout. */
    public void run() {
        if (state.meta().isOfNewestLayout()) {
            return;
        }
        if (state.meta().layout() < WITH_ENTITY_IDS) {
            walk();
        }
        state.meta().setNewestLayout();
        state.save();
    }

    private void walk() {
        Iterator<StoredRecord> records = state.records().all();
        for (long done = 1; records.hasNext(); done++) {
            upgrade(records.next());
            if (done % SAVE_EVERY == 0) {
                state.save();
            }
        }
    }

    private void upgrade(StoredRecord record) {
        state.entities().list(record);
        if (state.meta().layout() < WITH_SETS) {
            addToSets(record);
        }
    }

    private void addToSets(StoredRecord record) {
        state.addToSets(record);
        EntityTypeRules rules = state.rules(record.identity().entityType());
        RecordTerms.of(state.normalize(record), rules)
                .values()
                .forEach(
                        (signature, term) ->
                                state.values().upgrade(rules, signature, record.id(), term));
    }
}
