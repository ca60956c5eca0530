package io.kindred.resolve.check;

import io.kindred.model.OutputKey;
import io.kindred.model.OutputKey.Stream;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.resolve.emit.UniqueValues;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ByteKey;
import io.kindred.storage.EmittedDigests;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.shard.StoredRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The results in the tables of a shard: its components, and the digests of what was emitted last.
 * Reads by cursor, with one component in memory at a time.
 */
final class ShardResults {

    private final ShardState state;
    private final UniqueValues unique;
    private final Function<ByteKey, Map<ByteKey, ByteKey>> violations;
    private final GenericLists generic;
    private final Walk walk;
    private final Predicate<RecordIdentity> isElsewhere;

    /**
     * @param violations the digests of the conflicts of a unique value, by its signature
     * @param isElsewhere tested with one record of each component; if true, the component's emitted
     *     results are skipped
     */
    ShardResults(
            ShardState state,
            UniqueValues unique,
            Function<ByteKey, Map<ByteKey, ByteKey>> violations,
            Walk walk,
            Predicate<RecordIdentity> isElsewhere) {
        this.state = state;
        this.unique = unique;
        this.violations = violations;
        this.generic = new GenericLists(state);
        this.walk = walk;
        this.isElsewhere = isElsewhere;
    }

    /** Receives results. */
    interface Listener {

        /** A component of several records, sorted by identity. */
        void component(String entityType, List<RecordIdentity> records);

        /** A record that was emitted in an entity. */
        void assigned(StoredRecord record, String entityId);

        /**
         * The digest emitted last for a key, if not retracted.
         *
         * @param origin what it was emitted for; shown by its {@code toString}
         */
        void emitted(OutputKey key, ByteKey digest, Object origin);
    }

    void forEach(Listener listener) {
        walk.over(
                "records",
                state.records().all(),
                record -> {
                    if (StoredRecord.isAlone(record.component())) {
                        visit(record.component(), List.of(record), listener);
                    }
                });
        walk.over(
                "components",
                state.components().all(),
                component -> {
                    List<StoredRecord> records = new ArrayList<>();
                    state.components()
                            .forEachMember(
                                    component,
                                    id -> state.records().find(id).ifPresent(records::add));
                    visit(component, records, listener);
                });
        if (state.isOnlyShard()) {
            walk.over(
                    "uniqueness",
                    unique.signatures(),
                    signature -> visitConflicts(violations.apply(signature), signature, listener));
            walk.over("key-postings", state.keys().terms(), term -> visitGeneric(term, listener));
        }
    }

    private void visit(long component, List<StoredRecord> records, Listener listener) {
        List<RecordIdentity> identities =
                records.stream().map(StoredRecord::identity).sorted().toList();
        if (identities.isEmpty()) {
            return;
        }
        String entityType = state.components().entityType(component);
        // A component left with one record may keep its entry or be the record alone: both are
        // equal.
        if (identities.size() > 1) {
            listener.component(entityType, identities);
        }
        RecordIdentity first = identities.get(0);
        if (isElsewhere.test(first)) {
            return;
        }
        for (StoredRecord record : records) {
            if (state.emittedRecords().areAll()) {
                visit(
                        Update.RecordUpsert.of(
                                record.identity(), record.descriptors(), record.decisions()),
                        first,
                        listener);
            }
            record.entity()
                    .map(entity -> ShardState.entityId(record.identity().entityType(), entity))
                    .ifPresent(
                            entity -> {
                                listener.assigned(record, entity);
                                visit(
                                        new Update.Assigned(record.identity(), entity),
                                        first,
                                        listener);
                            });
        }
        EmittedDigests emitted = state.components().emitted(component);
        emitted.entities()
                .forEach(
                        (id, digest) ->
                                listener.emitted(
                                        new OutputKey(
                                                Stream.ENTITIES,
                                                ShardState.entityId(entityType, id)),
                                        digest,
                                        first));
        emitted.golden()
                .forEach(
                        (id, digest) ->
                                listener.emitted(
                                        new OutputKey(
                                                Stream.GOLDEN_VALUES,
                                                ShardState.entityId(entityType, id)),
                                        digest,
                                        first));
        visitConflicts(emitted.conflicts(), first, listener);
    }

    private static void visitConflicts(
            Map<ByteKey, ByteKey> conflicts, Object origin, Listener listener) {
        conflicts.forEach(
                (id, digest) ->
                        listener.emitted(
                                new OutputKey(Stream.CONFLICTS, id.toString()), digest, origin));
    }

    private void visitGeneric(byte[] term, Listener listener) {
        generic.of(term)
                .ifPresent(
                        key -> visit(new Update.GenericKeyOpen(key), new ByteKey(term), listener));
    }

    private static void visit(Update update, Object origin, Listener listener) {
        listener.emitted(update.key(), EncodedUpdate.of(update).shown().orElseThrow(), origin);
    }
}
