package io.kindred.resolve.check;

import io.kindred.model.GenericKey;
import io.kindred.model.OutputKey;
import io.kindred.model.OutputKey.Stream;
import io.kindred.model.OutputUpdate;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.emit.ClaimEmitter;
import io.kindred.resolve.emit.UniqueValues;
import io.kindred.resolve.entity.ConflictIds;
import io.kindred.resolve.record.HomeShard;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ByteKey;
import io.kindred.storage.EmittedDigests;
import io.kindred.storage.KeyScope;
import io.kindred.storage.ShardTables;
import io.kindred.storage.keyed.Claim;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.shard.Posting;
import io.kindred.storage.shard.StoredRecord;
import io.kindred.temporal.Timeline;

import java.util.Iterator;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a shard has and has told, to be held against what others know of it. Walks over its records
 * and lists by cursor.
 */
public final class ShardContent {

    private final ShardState state;
    private final ConflictIds conflictIds;
    private final Walk walk;
    private final long leastGeneric;

    /**
     * Over the tables of a shard that was tied to these declarations.
     *
     * @param isOnlyShard whether there are no others
     * @param listener told of what cannot be read
     */
    public ShardContent(
            Ontology ontology,
            Timeline timeline,
            ShardTables tables,
            boolean isOnlyShard,
            Findings listener) {
        this.state = new ShardState(ontology, tables, isOnlyShard);
        this.conflictIds = new ConflictIds(timeline);
        this.walk = new Walk(state, listener);
        this.leastGeneric =
                ontology.entityTypes().values().stream()
                        .flatMap(rules -> rules.identityKeys().stream())
                        .flatMapToLong(key -> key.maxRecords().stream())
                        .min()
                        .orElse(Long.MAX_VALUE);
    }

    /** Takes records. */
    public interface Records {

        /**
         * A record.
         *
         * @param isEscalated whether it is resolved elsewhere
         * @param change the number of its last change; empty if it has none, as no record should
         */
        void record(StoredRecord record, boolean isEscalated, OptionalLong change);
    }

    /** Takes key values. */
    public interface Keys {

        /**
         * The values of an identity key.
         *
         * @param records how many records have them; may be 0 where they are not ordinary
         */
        void key(ByteKey signature, long records, KeyScope scope);
    }

    /** Takes what was emitted. */
    public interface Emitted {

        /** What was last emitted under a key, and not withdrawn, as a digest of the update. */
        void emitted(OutputKey key, ByteKey digest);
    }

    /** Takes claims. */
    public interface Claims {

        /** What was last claimed of a record and a value that is to be unique. */
        void claim(ByteKey signature, RecordIdentity record, Claim.Made made);
    }

    /** In which of so many shards a record belongs. */
    public int home(StoredRecord record, int shards) {
        RecordIdentity identity = record.identity();
        RecordTerms terms =
                RecordTerms.of(state.normalize(record), state.rules(identity.entityType()));
        return new HomeShard(shards).of(identity, terms.keys());
    }

    /** Tells all records. */
    public void forEachRecord(Records listener) {
        walk.over(
                "records",
                state.records().all(),
                record ->
                        listener.record(
                                record,
                                state.components().isEscalated(record.component()),
                                state.records()
                                        .current(record.identity())
                                        .map(current -> current.version())
                                        .orElse(OptionalLong.empty())));
    }

    /** Tells all key values that records have or that are not ordinary. */
    public void forEachKey(Keys listener) {
        walk.over(
                "key-postings",
                state.keys().terms(),
                term -> {
                    ByteKey signature = new ByteKey(term);
                    listener.key(
                            signature, state.keys().count(term), state.scopes().get(signature));
                });
        Iterator<ByteKey> scopes = state.scopes().signatures();
        walk.over(
                "key-standings",
                scopes,
                signature -> {
                    if (state.keys().count(signature.bytes()) == 0) {
                        listener.key(signature, 0, state.scopes().get(signature));
                    }
                });
    }

    /** Tells all that was emitted and not withdrawn, of each output key once. */
    public void forEachEmitted(Emitted listener) {
        walk.over(
                "records",
                state.records().all(),
                record -> {
                    String entityType = record.identity().entityType();
                    record.entity()
                            .map(entity -> ShardState.entityId(entityType, entity))
                            .ifPresent(
                                    entity ->
                                            tell(
                                                    new OutputUpdate.Assigned(
                                                            record.identity(), entity),
                                                    listener));
                    if (StoredRecord.isAlone(record.component())) {
                        tell(entityType, record.component(), listener);
                    }
                });
        walk.over(
                "components",
                state.components().all(),
                component -> tell(state.components().entityType(component), component, listener));
        if (state.isOnlyShard()) {
            tellUniqueness(listener);
            walk.over("key-postings", state.keys().terms(), term -> tellGeneric(term, listener));
        }
    }

    /** Tells all claims on values that are to be unique. */
    public void forEachClaim(Claims listener) {
        walk.over(
                "records",
                state.records().all(),
                record ->
                        record.entity().ifPresent(entity -> tellClaims(record, entity, listener)));
    }

    private void tellClaims(StoredRecord record, ByteKey entity, Claims listener) {
        String entityType = record.identity().entityType();
        EntityTypeRules rules = state.rules(entityType);
        if (!ClaimEmitter.areMade(rules)) {
            return;
        }
        String entityId = ShardState.entityId(entityType, entity);
        ClaimEmitter.forEach(
                state.normalize(record),
                rules,
                (signature, term) ->
                        listener.claim(
                                signature,
                                record.identity(),
                                new Claim.Made(entityId, term.times())));
    }

    private void tell(String entityType, long component, Emitted listener) {
        EmittedDigests emitted = state.components().emitted(component);
        emitted.entities()
                .forEach(
                        (id, digest) ->
                                listener.emitted(
                                        new OutputKey(
                                                Stream.ENTITIES,
                                                ShardState.entityId(entityType, id)),
                                        digest));
        tellConflicts(emitted.conflicts(), listener);
    }

    private void tellUniqueness(Emitted listener) {
        UniqueValues values = new UniqueValues(state, conflictIds);
        walk.over(
                "uniqueness",
                values.emittedOf(),
                signature -> tellConflicts(values.emitted(signature), listener));
    }

    private static void tellConflicts(Map<ByteKey, ByteKey> conflicts, Emitted listener) {
        conflicts.forEach(
                (id, digest) ->
                        listener.emitted(new OutputKey(Stream.CONFLICTS, id.toString()), digest));
    }

    /** What the values are only a record can tell, of which one is read if they may be generic. */
    private void tellGeneric(byte[] term, Emitted listener) {
        long records = state.keys().count(term);
        if (records <= leastGeneric) {
            return;
        }
        Iterator<Posting> postings = state.keys().scan(term);
        if (!postings.hasNext()) {
            // Found as the list was checked.
            return;
        }
        StoredRecord any = state.records().get(postings.next().recordId());
        String entityType = any.identity().entityType();
        EntityTypeRules rules = state.rules(entityType);
        KeyEntry entry = RecordTerms.keys(state.normalize(any), rules).get(new ByteKey(term));
        if (entry == null) {
            // Found as the list was checked.
            return;
        }
        IdentityKey key = rules.identityKeys().get(entry.keyPosition());
        if (key.isGeneric(records)) {
            tell(
                    new OutputUpdate.GenericKeyOpen(
                            new GenericKey(entityType, key.name(), entry.values(), records)),
                    listener);
        }
    }

    private static void tell(OutputUpdate update, Emitted listener) {
        listener.emitted(update.key(), EncodedUpdate.of(update).shown().orElseThrow());
    }
}
