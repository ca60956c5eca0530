package io.kindred.resolve;

import io.kindred.model.GenericKey;
import io.kindred.model.OutputKey;
import io.kindred.model.OutputKey.Stream;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Statement;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.Ontology;
import io.kindred.storage.ByteKey;
import io.kindred.storage.Claim;
import io.kindred.storage.EncodedStatement;
import io.kindred.storage.KeyStanding;
import io.kindred.storage.Posting;
import io.kindred.storage.ShardTables;
import io.kindred.storage.StatedDigests;
import io.kindred.storage.StoredRecord;
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
     * @param told told of what cannot be read
     */
    public ShardContent(
            Ontology ontology,
            Timeline timeline,
            ShardTables tables,
            boolean isOnlyShard,
            Findings told) {
        this.state = new ShardState(ontology, tables, isOnlyShard);
        this.conflictIds = new ConflictIds(timeline);
        this.walk = new Walk(state, told);
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
        void key(ByteKey signature, long records, KeyStanding standing);
    }

    /** Takes what was stated. */
    public interface Stated {

        /** What was last stated under a key, and not withdrawn, as a digest of the statement. */
        void stated(OutputKey key, ByteKey digest);
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
    public void forEachRecord(Records told) {
        walk.over(
                "records",
                state.records().all(),
                record ->
                        told.record(
                                record,
                                state.components().isEscalated(record.component()),
                                state.records()
                                        .current(record.identity())
                                        .map(current -> current.version())
                                        .orElse(OptionalLong.empty())));
    }

    /** Tells all key values that records have or that are not ordinary. */
    public void forEachKey(Keys told) {
        walk.over(
                "key-postings",
                state.keys().terms(),
                term -> {
                    ByteKey signature = new ByteKey(term);
                    told.key(signature, state.keys().count(term), state.standings().get(signature));
                });
        Iterator<ByteKey> standings = state.standings().signatures();
        walk.over(
                "key-standings",
                standings,
                signature -> {
                    if (state.keys().count(signature.bytes()) == 0) {
                        told.key(signature, 0, state.standings().get(signature));
                    }
                });
    }

    /** Tells all that was stated and not withdrawn, of each output key once. */
    public void forEachStated(Stated told) {
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
                                                    new Statement.Assigned(
                                                            record.identity(), entity),
                                                    told));
                    if (StoredRecord.isAlone(record.component())) {
                        tell(entityType, record.component(), told);
                    }
                });
        walk.over(
                "components",
                state.components().all(),
                component -> tell(state.components().entityType(component), component, told));
        if (state.isOnlyShard()) {
            tellUniqueness(told);
            walk.over("key-postings", state.keys().terms(), term -> tellGeneric(term, told));
        }
    }

    /** Tells all claims on values that are to be unique. */
    public void forEachClaim(Claims told) {
        walk.over(
                "records",
                state.records().all(),
                record -> record.entity().ifPresent(entity -> tellClaims(record, entity, told)));
    }

    private void tellClaims(StoredRecord record, ByteKey entity, Claims told) {
        String entityType = record.identity().entityType();
        EntityTypeRules rules = state.rules(entityType);
        if (!ToldClaims.areMade(rules)) {
            return;
        }
        String entityId = ShardState.entityId(entityType, entity);
        ToldClaims.forEach(
                state.normalize(record),
                rules,
                (signature, term) ->
                        told.claim(
                                signature,
                                record.identity(),
                                new Claim.Made(entityId, term.times())));
    }

    private void tell(String entityType, long component, Stated told) {
        StatedDigests stated = state.components().stated(component);
        stated.entities()
                .forEach(
                        (id, digest) ->
                                told.stated(
                                        new OutputKey(
                                                Stream.ENTITIES,
                                                ShardState.entityId(entityType, id)),
                                        digest));
        tellConflicts(stated.conflicts(), told);
    }

    private void tellUniqueness(Stated told) {
        UniqueValues values = new UniqueValues(state, conflictIds);
        walk.over(
                "uniqueness",
                values.statedOf(),
                signature -> tellConflicts(values.stated(signature), told));
    }

    private static void tellConflicts(Map<ByteKey, ByteKey> conflicts, Stated told) {
        conflicts.forEach(
                (id, digest) ->
                        told.stated(new OutputKey(Stream.CONFLICTS, id.toString()), digest));
    }

    /** What the values are only a record can tell, of which one is read if they may be generic. */
    private void tellGeneric(byte[] term, Stated told) {
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
                    new Statement.GenericKeyOpen(
                            new GenericKey(entityType, key.name(), entry.values(), records)),
                    told);
        }
    }

    private static void tell(Statement statement, Stated told) {
        told.stated(statement.key(), EncodedStatement.of(statement).shown().orElseThrow());
    }
}
