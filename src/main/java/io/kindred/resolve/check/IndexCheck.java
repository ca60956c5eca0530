package io.kindred.resolve.check;

import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.emit.UniqueValues;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.resolve.record.RecordTerms.ValueTerm;
import io.kindred.resolve.state.EntityIndex;
import io.kindred.resolve.state.ShardState;
import io.kindred.resolve.state.ValueIndex;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.ShardTables.TermName;
import io.kindred.storage.TermScan;
import io.kindred.storage.shard.ComponentStore;
import io.kindred.storage.shard.Posting;
import io.kindred.storage.shard.PostingLists;
import io.kindred.storage.shard.RecordStore.Known;
import io.kindred.storage.shard.StoredRecord;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Walks once over every table of a shard. For each record it posts the entries that other tables
 * must have, and for those tables the entries that they have. So it finds missing and dangling
 * entries without lookups.
 */
final class IndexCheck {

    private final ShardState state;
    private final TermScan terms;
    private final NeighborCheck neighbors;
    private final UniqueValues unique;
    private final Ledger ledger;
    private final MemoryCheck memories;
    private final Walk walk;
    private long records;
    private long escalatedRecords;
    private long escalatedComponents;

    IndexCheck(
            ShardState state,
            TermScan terms,
            NeighborCheck neighbors,
            UniqueValues unique,
            Ledger ledger) {
        this.unique = unique;
        this.state = state;
        this.terms = terms;
        this.neighbors = neighbors;
        this.ledger = ledger;
        this.memories = new MemoryCheck(state, ledger);
        this.walk = new Walk(ledger, state);
    }

    void run() {
        walkStrings();
        walk.over("record-ids", state.records().known(), this::known);
        memories.run(walk);
        walk.over("records", state.records().all(), this::record);
        walk.over(
                "entity-ids",
                state.entities().all(),
                each -> ledger.left(Account.ANCHORS, each.entity(), each.recordId()));
        walkLists(Account.KEY_POSTINGS, state.keys(), TermName.KEY_POSTINGS_TAIL);
        walkLists(Account.UNIQUE_CLAIMS, state.values().claims(), TermName.UNIQUE_CLAIMS_TAIL);
        overTerms(TermName.VALUE_POSTINGS, this::values);
        for (TermName sets : List.of(TermName.TYPE_POSTINGS, TermName.PERSPECTIVE_POSTINGS)) {
            overTerms(sets, term -> set(sets, term));
        }
        if (!state.expiry().isKnown() && records > 0) {
            ledger.wrong("shard-meta", "retention", "there is no entry");
        }
        overTerms(TermName.EXPIRY_BUCKETS, this::expiry);
        walk.over("components", state.components().all(), this::component);
        for (TermName table :
                List.of(TermName.COMPONENT_MEMBERS_TAIL, TermName.COMPONENTS_STATED)) {
            overTerms(table, term -> ledger.right(Account.FURTHER, further(table, term)));
        }
        walk.over("key-standings", state.scopes().signatures(), neighbors::scope);
        walkWaiting();
        checkNotes();
    }

    /** The number of records. */
    long records() {
        return records;
    }

    /** The number of escalated records. */
    long escalatedRecords() {
        return escalatedRecords;
    }

    /** The number of escalated components. */
    long escalatedComponents() {
        return escalatedComponents;
    }

    private void walkStrings() {
        walk.over(
                "interner-ids",
                state.tables().bytes(Name.INTERNER_IDS).scan(),
                each -> ledger.left(Account.STRINGS, text(each.key()), new ByteKey(each.value())));
        walk.over(
                "interner-strings",
                state.tables().bytes(Name.INTERNER_STRINGS).scan(),
                each -> {
                    long id = new ByteReader("interner-strings", each.key()).unsigned();
                    checkGiven("interner-strings", id, state.meta().stringIdsGiven());
                    ledger.right(Account.STRINGS, text(each.value()), new ByteKey(each.key()));
                });
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void checkGiven(String table, long id, long idsGiven) {
        if (id >= idsGiven) {
            ledger.wrong(table, id, "the id was never assigned");
        }
    }

    private void known(Known known) {
        memories.known("record-ids", known);
        known.current()
                .recordId()
                .ifPresent(
                        id -> {
                            ledger.left(Account.IDENTITIES, known.identity(), id);
                            neighbors.known(known);
                        });
    }

    private void record(StoredRecord record) {
        records++;
        RecordIdentity identity = record.identity();
        checkGiven("records", record.id(), state.meta().recordIdsGiven());
        ledger.right(Account.IDENTITIES, identity, record.id());
        if (EntityIndex.isAnchor(record)) {
            ledger.right(Account.ANCHORS, record.entity().orElseThrow(), record.id());
        }
        if (!StoredRecord.isAlone(record.component())) {
            ledger.right(Account.MEMBERS, record.component(), record.id());
        }
        if (state.expiry().isComplete()) {
            state.expiry()
                    .times(record)
                    .forEach(at -> ledger.right(Account.EXPIRY, record.id(), "at", at));
        }
        memories.decisions(record.decisions());
        state.forEachSet(
                record,
                (sets, term) ->
                        ledger.right(
                                Account.SETS, sets.id() + " " + new ByteKey(term), record.id()));
        EntityTypeRules rules = state.rules(identity.entityType());
        RecordTerms recordTerms = RecordTerms.of(state.normalize(record), rules);
        recordTerms
                .keys()
                .forEach(
                        (signature, entry) ->
                                ledger.right(
                                        Account.KEY_POSTINGS,
                                        signature,
                                        record.id(),
                                        entry.times()));
        recordTerms
                .values()
                .forEach(
                        (signature, value) ->
                                accountOf(rules, value)
                                        .ifPresent(
                                                account ->
                                                        ledger.right(
                                                                account,
                                                                signature,
                                                                record.id(),
                                                                value.times())));
        boolean isEscalated = state.components().isEscalated(record.component());
        escalatedRecords += isEscalated ? 1 : 0;
        escalatedComponents += isEscalated && StoredRecord.isAlone(record.component()) ? 1 : 0;
        neighbors.record(record, recordTerms.keys(), isEscalated);
    }

    private void walkLists(Account account, PostingLists lists, TermName tails) {
        walk.over(
                account.title(""),
                lists.terms(),
                term -> {
                    ByteKey signature = new ByteKey(term);
                    long postings = 0;
                    for (Iterator<Posting> all = lists.scan(term); all.hasNext(); postings++) {
                        Posting each = all.next();
                        ledger.left(account, signature, each.recordId(), each.times());
                    }
                    if (postings != lists.count(term) || postings == 0) {
                        ledger.wrong(
                                tails.id(),
                                signature,
                                "the head counts "
                                        + lists.count(term)
                                        + " records, and the list has "
                                        + postings);
                    }
                    if (!lists.knowsItsRuns(term)) {
                        ledger.wrong(
                                tails.id(),
                                signature,
                                "the runs in the head differ from those of the list");
                    }
                    if (lists.hasTail(term)) {
                        ledger.left(Account.FURTHER, further(tails, term));
                    }
                    if (account == Account.KEY_POSTINGS) {
                        neighbors.key(signature, postings);
                    }
                });
        overTerms(tails, term -> ledger.right(Account.FURTHER, further(tails, term)));
    }

    private static String further(TermName table, byte[] term) {
        return table.id() + " " + new ByteKey(term);
    }

    private void values(byte[] term) {
        ByteKey signature = new ByteKey(term);
        Iterator<Posting> all = state.values().blind().scan(term);
        while (all.hasNext()) {
            Posting each = all.next();
            ledger.left(Account.VALUE_POSTINGS, signature, each.recordId(), each.times());
        }
    }

    private void set(TermName sets, byte[] term) {
        state.sets()
                .inSet(sets, term)
                .forEachRemaining(
                        (long id) ->
                                ledger.left(Account.SETS, sets.id() + " " + new ByteKey(term), id));
    }

    /** An index that is not complete yet may have other entries, but none of unknown records. */
    private void expiry(byte[] term) {
        state.expiry()
                .check(
                        term,
                        (recordId, at) -> {
                            checkGiven("expiry-buckets", recordId, state.meta().recordIdsGiven());
                            if (state.expiry().isComplete()) {
                                ledger.left(Account.EXPIRY, recordId, "at", at);
                            }
                        },
                        problem -> ledger.wrong("expiry-buckets", new ByteKey(term), problem));
    }

    private void component(long component) {
        checkGiven("components", component, state.meta().componentIdsGiven());
        ComponentStore components = state.components();
        List<Long> members = components.memberIds(component);
        members.forEach(id -> ledger.left(Account.MEMBERS, component, id));
        if (members.size() != components.size(component) || members.isEmpty()) {
            ledger.wrong(
                    "components",
                    component,
                    "counts " + components.size(component) + " records and has " + members.size());
        }
        byte[] term = new ByteWriter().unsigned(component).toBytes();
        if (components.hasFurther(component, false)) {
            ledger.left(Account.FURTHER, further(TermName.COMPONENT_MEMBERS_TAIL, term));
        }
        if (components.hasFurther(component, true)) {
            ledger.left(Account.FURTHER, further(TermName.COMPONENTS_STATED, term));
        }
        if (components.waits(component)) {
            ledger.right(Account.WAITING, component);
        }
        escalatedComponents += components.isEscalated(component) ? 1 : 0;
    }

    private void walkWaiting() {
        walk.over(
                "components-due",
                state.components().waiting(),
                each -> ledger.left(Account.WAITING, each.component()));
        overTerms(
                TermName.COMPONENTS_DUE,
                term -> {
                    if (!ComponentStore.isTermOfWaiting(term)) {
                        ledger.wrong("components-due", new ByteKey(term), "unknown term");
                    }
                });
    }

    /** Checks the noted entities: one is stored to save work if all claims on a value are of it. */
    private void checkNotes() {
        walk.over(
                "uniqueness",
                unique.signatures(),
                signature -> {
                    if (!state.isOnlyShard()) {
                        ledger.wrong(
                                "uniqueness",
                                signature,
                                "must be empty, since there are several shards");
                    } else if (!unique.isNoteCorrect(signature)) {
                        ledger.wrong(
                                "uniqueness",
                                signature,
                                "the noted entity is not that of all claims");
                    }
                });
    }

    private void overTerms(TermName table, Consumer<byte[]> look) {
        byte[][] last = {null};
        walk.over(
                table.id(),
                terms.scanTerms(table),
                term -> {
                    if (!Arrays.equals(term, last[0])) {
                        last[0] = term;
                        look.accept(term);
                    }
                });
    }

    /** The account of an attribute's values; empty if they are found through a key. */
    private static Optional<Account> accountOf(EntityTypeRules rules, ValueTerm term) {
        if (ValueIndex.isUnique(rules, term.attribute())) {
            return Optional.of(Account.UNIQUE_CLAIMS);
        }
        return ValueIndex.isFoundByKey(rules, term)
                ? Optional.empty()
                : Optional.of(Account.VALUE_POSTINGS);
    }
}
