package io.kindred.resolve.check;

import io.kindred.ontology.Ontology;
import io.kindred.resolve.state.LayoutUpgrade;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.ShardTables;
import io.kindred.storage.TermScan;
import io.kindred.storage.shard.ShardMeta;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.temporal.Timeline;

/**
 * Checks all that holds between the tables of a shard, as no job does while it runs: that records
 * and lists lead to each other, that components are what the records' groups make them and were
 * emitted as the records say, and that counts are right.
 *
 * <p>Walks over every table by cursor, and looks up what each entry leads to. Of lists and
 * components one at a time is held, of all else nothing. The tables are a copy that nobody else
 * uses; those of an older layout are brought to the newest first.
 */
public final class ShardCheck {

    private ShardCheck() {}

    /**
     * Checks a shard that was tied to these declarations.
     *
     * @param isOnlyShard whether there are no others
     * @param listener told what is wrong, one by one
     */
    public static void run(
            Ontology ontology,
            Timeline timeline,
            ShardTables tables,
            TermScan terms,
            boolean isOnlyShard,
            Findings listener) {
        ShardState state;
        try {
            state = new ShardState(ontology, tables, isOnlyShard);
        } catch (CorruptStateException e) {
            listener.found("shard-meta", "meta", String.valueOf(e.getMessage()));
            return;
        }
        if (!state.meta().isOfNewestLayout()) {
            new LayoutUpgrade(state).run();
        }
        state.interner().check((key, what) -> listener.found("interner", key, what));
        RecordCheck records = new RecordCheck(state, listener);
        records.run();
        ListCheck lists = new ListCheck(state, terms, listener);
        lists.run();
        ComponentCheck components = new ComponentCheck(state, terms, timeline, listener);
        components.run();
        ShardMeta meta = state.meta();
        check(listener, meta, Count.RECORDS, records.records());
        check(listener, meta, Count.ENTITIES, components.entities());
        check(listener, meta, Count.CONFLICTS, components.conflicts());
        check(listener, meta, Count.ESCALATED_RECORDS, records.escalated());
        check(listener, meta, Count.ESCALATED_COMPONENTS, components.escalated());
        if (isOnlyShard) {
            check(listener, meta, Count.GENERIC_KEYS, lists.generic());
        }
    }

    private static void check(Findings listener, ShardMeta meta, Count count, long found) {
        if (meta.get(count) != found) {
            listener.found(
                    "shard-meta",
                    count.name(),
                    "the count is " + meta.get(count) + ", and there are " + found);
        }
    }
}
