package io.kindred.resolve.state;

import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.storage.shard.StoredRecord;

import java.util.Iterator;

/**
 * Brings the tables of a shard to the newest layout: see {@link io.kindred.storage.ShardMeta}. What
 * an older one has not is made from the records.
 *
 * <p>Walks once over all records and holds what is to be written for {@value #AT_ONCE} of them at
 * most. If it is cut off, the next life of the shard begins it anew; doing again what was done
 * changes nothing.
 */
public final class LayoutUpgrade {

    private static final int AT_ONCE = 1_000;

    /** The first with sets of records and with values found through keys and claims. */
    private static final int WITH_SETS = 2;

    private final ShardState state;

    public LayoutUpgrade(ShardState state) {
        this.state = state;
    }

    /** Does what is needed, which mostly is nothing. */
    public void run() {
        if (state.meta().isOfNewestLayout()) {
            return;
        }
        Iterator<StoredRecord> records = state.records().all();
        for (long done = 1; records.hasNext(); done++) {
            upgrade(records.next());
            if (done % AT_ONCE == 0) {
                state.save();
            }
        }
        state.meta().setNewestLayout();
        state.save();
    }

    private void upgrade(StoredRecord record) {
        state.entities().list(record);
        if (state.meta().layout() < WITH_SETS) {
            addToSets(record);
        }
    }

    private void addToSets(StoredRecord record) {
        state.list(record);
        EntityTypeRules rules = state.rules(record.identity().entityType());
        RecordTerms.of(state.normalize(record), rules)
                .values()
                .forEach(
                        (signature, term) ->
                                state.values().upgrade(rules, signature, record.id(), term));
    }
}
