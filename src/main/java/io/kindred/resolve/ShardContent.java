package io.kindred.resolve;

import io.kindred.model.RecordIdentity;
import io.kindred.ontology.Ontology;
import io.kindred.storage.ByteKey;
import io.kindred.storage.KeyStanding;
import io.kindred.storage.ShardTables;
import io.kindred.storage.StoredRecord;

import java.util.Iterator;
import java.util.OptionalLong;

/**
 * What one of several shards has, to be held against what others know of it. Walks over its records
 * and lists by cursor.
 */
public final class ShardContent {

    private final ShardState state;
    private final Walk walk;

    /**
     * Over the tables of a shard that was tied to the ontology.
     *
     * @param told told of what cannot be read
     */
    public ShardContent(Ontology ontology, ShardTables tables, Findings told) {
        this.state = new ShardState(ontology, tables, false);
        this.walk = new Walk(state, told);
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
}
