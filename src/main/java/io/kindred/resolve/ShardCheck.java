package io.kindred.resolve;

import io.kindred.ontology.Ontology;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.ShardMeta;
import io.kindred.storage.ShardMeta.Count;
import io.kindred.storage.ShardTables;
import io.kindred.storage.TermScan;
import io.kindred.temporal.Timeline;

/**
 * Checks all that holds between the tables of a shard, as no job does while it runs: that records
 * and lists lead to each other, that components are what the records' groups make them and were
 * stated as the records say, and that counts are right.
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
     * @param told told what is wrong, one by one
     */
    public static void run(
            Ontology ontology,
            Timeline timeline,
            ShardTables tables,
            TermScan terms,
            boolean isOnlyShard,
            Findings told) {
        ShardState state;
        try {
            state = new ShardState(ontology, tables, isOnlyShard);
        } catch (CorruptStateException e) {
            told.found("shard-meta", "meta", String.valueOf(e.getMessage()));
            return;
        }
        if (!state.meta().isOfNewestLayout()) {
            new LayoutUpgrade(state).run();
        }
        state.interner().check((key, what) -> told.found("interner", key, what));
        RecordCheck records = new RecordCheck(state, told);
        records.run();
        ListCheck lists = new ListCheck(state, terms, told);
        lists.run();
        ComponentCheck components = new ComponentCheck(state, terms, timeline, told);
        components.run();
        ShardMeta meta = state.meta();
        check(told, meta, Count.RECORDS, records.records());
        check(told, meta, Count.ENTITIES, components.entities());
        check(told, meta, Count.CONFLICTS, components.conflicts());
        check(told, meta, Count.ESCALATED_RECORDS, records.escalated());
        check(told, meta, Count.ESCALATED_COMPONENTS, components.escalated());
        if (isOnlyShard) {
            check(told, meta, Count.GENERIC_KEYS, lists.generic());
        }
    }

    private static void check(Findings told, ShardMeta meta, Count count, long found) {
        if (meta.get(count) != found) {
            told.found(
                    "shard-meta",
                    count.name(),
                    "the count is " + meta.get(count) + ", and there are " + found);
        }
    }
}
