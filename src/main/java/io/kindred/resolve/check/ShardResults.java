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
import java.util.function.Predicate;

/**
 * The results that the tables of a shard show: its components and what was emitted last, as
 * digests. Walks by cursor and holds one component at a time.
 */
final class ShardResults {

    private final ShardState state;
    private final UniqueValues unique;
    private final GenericLists generic;
    private final Walk walk;
    private final Predicate<RecordIdentity> isElsewhere;

    /**
     * Over the tables of a shard.
     *
     * @param isElsewhere asked for one record of each component; what was emitted of the component
     *     is not told if it says yes
     */
    ShardResults(
            ShardState state,
            UniqueValues unique,
            Walk walk,
            Predicate<RecordIdentity> isElsewhere) {
        this.state = state;
        this.unique = unique;
        this.generic = new GenericLists(state);
        this.walk = walk;
        this.isElsewhere = isElsewhere;
    }

    /** Takes results. */
    interface Listener {

        /** A component of several records, in their order. */
        void component(String entityType, List<RecordIdentity> records);

        /** A record that was emitted to be in an entity. */
        void assigned(StoredRecord record, String entityId);

        /**
         * What was emitted last under a key and not withdrawn.
         *
         * @param origin what it was emitted of, as {@code toString} says
         */
        void emitted(OutputKey key, ByteKey digest, Object origin);
    }

    void forEach(Listener listener) {
        walk.over(
                "records",
                state.records().all(),
                record -> {
                    if (StoredRecord.isAlone(record.component())) {
                        tell(record.component(), List.of(record), listener);
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
                    tell(component, records, listener);
                });
        if (state.isOnlyShard()) {
            walk.over(
                    "uniqueness",
                    unique.signatures(),
                    signature -> tellConflicts(unique.emitted(signature), signature, listener));
            walk.over("key-postings", state.keys().terms(), term -> tellGeneric(term, listener));
        }
    }

    private void tell(long component, List<StoredRecord> records, Listener listener) {
        List<RecordIdentity> identities =
                records.stream().map(StoredRecord::identity).sorted().toList();
        if (identities.isEmpty()) {
            return;
        }
        String entityType = state.components().entityType(component);
        // Of one record it is the same with an entry of its own, which it has once it had more.
        if (identities.size() > 1) {
            listener.component(entityType, identities);
        }
        RecordIdentity first = identities.get(0);
        if (isElsewhere.test(first)) {
            return;
        }
        for (StoredRecord record : records) {
            record.entity()
                    .map(entity -> ShardState.entityId(record.identity().entityType(), entity))
                    .ifPresent(
                            entity -> {
                                listener.assigned(record, entity);
                                tell(
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
        tellConflicts(emitted.conflicts(), first, listener);
    }

    private static void tellConflicts(
            Map<ByteKey, ByteKey> conflicts, Object origin, Listener listener) {
        conflicts.forEach(
                (id, digest) ->
                        listener.emitted(
                                new OutputKey(Stream.CONFLICTS, id.toString()), digest, origin));
    }

    private void tellGeneric(byte[] term, Listener listener) {
        generic.of(term)
                .ifPresent(
                        key -> tell(new Update.GenericKeyOpen(key), new ByteKey(term), listener));
    }

    private static void tell(Update update, Object origin, Listener listener) {
        listener.emitted(update.key(), EncodedUpdate.of(update).shown().orElseThrow(), origin);
    }
}
