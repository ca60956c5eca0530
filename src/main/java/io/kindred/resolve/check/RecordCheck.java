package io.kindred.resolve.check;

import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.resolve.record.RecordTerms.ValueTerm;
import io.kindred.resolve.state.ShardState;
import io.kindred.resolve.state.ValueIndex.Place;
import io.kindred.storage.ByteKey;
import io.kindred.storage.shard.ComponentStore;
import io.kindred.storage.shard.EntityIds;
import io.kindred.storage.shard.RecordStore;
import io.kindred.storage.shard.RecordStore.Current;
import io.kindred.storage.shard.StoredRecord;
import io.kindred.temporal.IntervalSet;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Checks that all that is to be found of a record is where it belongs: its identity, its terms, the
 * sets, its component. Counts what it found, so that lists which hold no more need not be held
 * against records one by one.
 */
final class RecordCheck {

    private static final String RECORDS = "records";
    private static final String ENTITY_IDS = "entity-ids";

    private final ShardState state;
    private final Findings listener;
    private final Walk walk;
    private long records;
    private long escalated;

    RecordCheck(ShardState state, Findings listener) {
        this.state = state;
        this.listener = listener;
        this.walk = new Walk(state, listener);
    }

    void run() {
        walk.over(RECORDS, state.records().all(), this::check);
        walk.over("record-ids", state.records().identities(), this::check);
        walk.over(ENTITY_IDS, state.entities().all(), this::check);
    }

    /** How many there are. */
    long records() {
        return records;
    }

    /** How many of them are resolved elsewhere. */
    long escalated() {
        return escalated;
    }

    private void check(StoredRecord record) {
        records++;
        String key = "record " + record.id();
        if (record.id() >= state.meta().recordIdsGiven()) {
            listener.found(RECORDS, key, "the id was never given");
        }
        OptionalLong listed =
                state.records()
                        .current(record.identity())
                        .map(Current::recordId)
                        .orElse(OptionalLong.empty());
        if (!listed.equals(OptionalLong.of(record.id()))) {
            listener.found(
                    "record-ids",
                    record.identity().toString(),
                    "does not lead to record " + record.id());
        }
        if (!state.isListed(record)) {
            listener.found(
                    "type-postings, perspective-postings or expiry-buckets",
                    key,
                    "is not in all the sets it belongs to");
        }
        if (!state.entities().isListed(record)) {
            listener.found(ENTITY_IDS, key, "an entity is named after it and does not lead to it");
        }
        checkTerms(record);
        checkComponent(record, key);
    }

    private void checkTerms(StoredRecord record) {
        EntityTypeRules rules = state.rules(record.identity().entityType());
        RecordTerms terms = RecordTerms.of(state.normalize(record), rules);
        terms.keys()
                .forEach(
                        (signature, entry) ->
                                checkPosting(
                                        "key-postings",
                                        signature,
                                        record,
                                        state.keys().timesOf(signature.bytes(), record.id()),
                                        entry.times()));
        terms.values().forEach((signature, term) -> checkValue(record, rules, signature, term));
    }

    private void checkValue(
            StoredRecord record, EntityTypeRules rules, ByteKey signature, ValueTerm term) {
        Place place = state.values().placeOf(rules, term.attribute());
        if (place == Place.CLAIMS) {
            checkPosting(
                    "unique-claims",
                    signature,
                    record,
                    state.values().claims().timesOf(signature.bytes(), record.id()),
                    term.times());
        } else if (place == Place.BLIND) {
            checkPosting(
                    "value-postings",
                    signature,
                    record,
                    state.values().blind().timesOf(signature.bytes(), record.id()),
                    term.times());
        }
    }

    private void checkPosting(
            String table,
            ByteKey signature,
            StoredRecord record,
            Optional<IntervalSet> listed,
            IntervalSet times) {
        if (listed.isEmpty()) {
            listener.found(table, signature.toString(), "lacks record " + record.id());
        } else if (!listed.get().equals(times)) {
            listener.found(
                    table,
                    signature.toString(),
                    "has other times of record " + record.id() + " than the record");
        }
    }

    private void checkComponent(StoredRecord record, String key) {
        ComponentStore components = state.components();
        long component = record.component();
        if (!components.exists(component)) {
            listener.found(RECORDS, key, "is in component " + component + ", which is not there");
            return;
        }
        if (!components.contains(component, record.id())) {
            listener.found(RECORDS, key, "is not among the members of component " + component);
        }
        boolean isEscalated = components.isEscalated(component);
        escalated += isEscalated ? 1 : 0;
        if (isEscalated && state.isOnlyShard()) {
            listener.found(RECORDS, key, "is resolved elsewhere, but there is no other shard");
        }
        if (record.entity().isPresent() == isEscalated
                && !(record.entity().isEmpty() && components.waits(component))) {
            listener.found(
                    RECORDS,
                    key,
                    isEscalated
                            ? "is resolved elsewhere, but stated here"
                            : "is in no entity and does not wait for one");
        }
    }

    private void check(RecordIdentity identity) {
        RecordStore all = state.records();
        OptionalLong id = all.current(identity).flatMap(RecordCheck::id).orElse(NOBODY);
        if (id.isPresent()
                && !all.find(id.getAsLong())
                        .map(StoredRecord::identity)
                        .equals(Optional.of(identity))) {
            listener.found(
                    "record-ids",
                    identity.toString(),
                    "leads to record " + id.getAsLong() + ", which is another or not there");
        }
    }

    private void check(EntityIds.Anchor anchor) {
        if (state.entities().anchor(anchor).isEmpty()) {
            listener.found(
                    ENTITY_IDS,
                    anchor.entity().toString(),
                    "leads to record "
                            + anchor.recordId()
                            + ", which no entity of that id is named after");
        }
    }

    private static final OptionalLong NOBODY = OptionalLong.empty();

    private static Optional<OptionalLong> id(Current current) {
        return Optional.of(current.recordId());
    }
}
