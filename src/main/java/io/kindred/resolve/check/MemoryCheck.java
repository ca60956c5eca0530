package io.kindred.resolve.check;

import io.kindred.model.HeldDecision;
import io.kindred.model.HeldDecisions;
import io.kindred.resolve.record.Expiry;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.TermTable;
import io.kindred.storage.shard.ErasedRecords;
import io.kindred.storage.shard.RecordStore.Current;
import io.kindred.storage.shard.RecordStore.Known;
import io.kindred.storage.shard.ShardMeta.Count;

import java.util.Optional;

/**
 * Checks what is remembered of records that are not there, and that the only shard holds each
 * decision at both of its records.
 */
public final class MemoryCheck {

    private final ShardState state;
    private final Ledger ledger;
    private final boolean forgets;
    private long erased;

    MemoryCheck(ShardState state, Ledger ledger) {
        this.state = state;
        this.ledger = ledger;
        this.forgets = state.tables().bytes(Name.GONE_RECORDS).scan().hasNext();
    }

    /** Walks over the tables of erased and gone records, and checks the count of the former. */
    void run(Walk walk) {
        walk.over(
                "erased-records",
                new ErasedRecords(state.tables()).all(),
                entry -> {
                    erased++;
                    erased("erased-records", entry);
                });
        walk.over("gone-records", state.tables().bytes(Name.GONE_RECORDS).scan(), this::gone);
        long counted = state.meta().get(Count.ERASED);
        if (counted != erased) {
            ledger.wrong(
                    "shard-meta", Count.ERASED, "counts " + counted + ", and there are " + erased);
        }
    }

    private void gone(TermTable.Entry entry) {
        Optional<Known> known = state.records().absent(entry.key(), entry.value());
        Optional<ErasedRecords.Entry> found = ErasedRecords.passing(entry.key(), entry.value());
        if (known.isEmpty() && found.isEmpty()) {
            ledger.wrong("gone-records", "an entry", "unknown kind of key");
        }
        known.ifPresent(
                each -> {
                    known("gone-records", each);
                    if (each.current().recordId().isPresent()) {
                        ledger.wrong("gone-records", each.identity(), "is there");
                    }
                    if (state.records().current(each.identity()).isPresent()) {
                        ledger.wrong("gone-records", each.identity(), "is in record-ids, too");
                    }
                });
        found.ifPresent(each -> erased("gone-records", each));
    }

    private void erased(String table, ErasedRecords.Entry entry) {
        HeldDecisions held = entry.erased().decisions();
        if (!held.isEmpty() && !held.own().equals(entry.digest())) {
            ledger.wrong(table, entry.digest(), "has the decisions of " + held.own());
        }
        if (held.all().stream().anyMatch(each -> !each.reasonHalf().isEmpty())) {
            ledger.wrong(table, entry.digest(), "has a reason of a decision");
        }
        decisions(held);
    }

    /** Checks what is known of an identity. */
    void known(String table, Known known) {
        Current current = known.current();
        boolean isThere = current.recordId().isPresent();
        if (isThere && (current.isGone() || !current.decisions().isEmpty() || !current.isSeen())) {
            ledger.wrong(table, known.identity(), "is there, and has what only others have");
        }
        if (!current.isSeen() && current.decisions().isEmpty()) {
            ledger.wrong(table, known.identity(), "nothing is known of it");
        }
        String entityType = known.identity().entityType();
        if (current.isGone()
                && !Expiry.split(current.expired(), state.rules(entityType), state.meta().now())
                        .isGone()) {
            ledger.wrong(table, known.identity(), "is gone, but has descriptors that count");
        }
        decisions(current.decisions());
    }

    /** Posts the decisions about a record. */
    void decisions(HeldDecisions decisions) {
        if (state.isOnlyShard() && !forgets) {
            post(decisions, ledger);
        }
    }

    /**
     * Posts the decisions that are kept with a record: to the left if it is the lesser of the two
     * records, else to the right.
     */
    public static void post(HeldDecisions decisions, Ledger ledger) {
        for (HeldDecision held : decisions.all()) {
            boolean isLesser = decisions.own().compareTo(held.other()) < 0;
            String pair =
                    isLesser
                            ? decisions.own() + " " + held.other()
                            : held.other() + " " + decisions.own();
            Object[] what = {
                held.verdict(),
                held.isDeleted() ? "withdrawn" : "in force",
                held.version().isPresent() ? held.version().getAsLong() : "no version",
                held.order()
            };
            if (isLesser) {
                ledger.left(Account.DECISIONS, pair, what);
            } else {
                ledger.right(Account.DECISIONS, pair, what);
            }
        }
    }
}
