package io.kindred.resolve;

import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ComponentStore;
import io.kindred.storage.Interner;
import io.kindred.storage.PostingLists;
import io.kindred.storage.RecordSets;
import io.kindred.storage.RecordStore;
import io.kindred.storage.ShardMeta;
import io.kindred.storage.ShardTables;
import io.kindred.storage.StoredRecord;
import io.kindred.storage.batch.BatchedShardTables;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** The stores of one shard, and its records as resolution sees them. */
final class ShardState {

    private final Ontology ontology;
    private final BatchedShardTables tables;
    private final ShardMeta meta;
    private final RecordStore records;
    private final ComponentStore components;
    private final PostingLists keys;
    private final ValueIndex values;
    private final Interner interner;
    private final RecordSets sets;

    ShardState(Ontology ontology, ShardTables below) {
        this.ontology = ontology;
        this.tables = new BatchedShardTables(below);
        this.meta = new ShardMeta(tables);
        this.interner = new Interner(tables, meta);
        this.records = new RecordStore(tables, meta, interner);
        this.components = new ComponentStore(tables, meta, interner, records);
        this.keys = PostingLists.ofKeys(tables);
        this.values = new ValueIndex(tables, keys);
        this.sets = new RecordSets(tables);
    }

    /** A record as it is kept and as resolution sees it. */
    record Member(StoredRecord stored, NormalizedRecord normalized) {}

    Ontology ontology() {
        return ontology;
    }

    /** What the stores of this shard are made of, for one that belongs to a single class. */
    ShardTables tables() {
        return tables;
    }

    ShardMeta meta() {
        return meta;
    }

    RecordStore records() {
        return records;
    }

    ComponentStore components() {
        return components;
    }

    /** Records by key signature. */
    PostingLists keys() {
        return keys;
    }

    /** Records by value. */
    ValueIndex values() {
        return values;
    }

    /** Lists a record that was not there under its entity type, perspective and times. */
    void list(StoredRecord record) {
        RecordIdentity identity = record.identity();
        sets.add(
                record.id(),
                interner.id(identity.entityType()),
                interner.id(identity.perspective()),
                record.descriptors());
    }

    /** Lists a record that says something else now. */
    void relist(StoredRecord before, StoredRecord after) {
        sets.changeContent(after.id(), before.descriptors(), after.descriptors());
    }

    /** Lists a record no longer. */
    void unlist(StoredRecord record) {
        RecordIdentity identity = record.identity();
        sets.remove(
                record.id(),
                interner.id(identity.entityType()),
                interner.id(identity.perspective()),
                record.descriptors());
    }

    /**
     * The rules of an entity type.
     *
     * @throws IllegalArgumentException if the ontology does not cover it; decoding lets no such
     *     record through
     */
    EntityTypeRules rules(String entityType) {
        return ontology.rules(entityType)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "the ontology does not cover entity type '"
                                                + entityType
                                                + "'"));
    }

    /** Whether the key values have too many records to link any. */
    boolean isGeneric(String entityType, KeyValues key) {
        EntityTypeRules rules = rules(entityType);
        var identityKey = rules.identityKeys().get(key.keyPosition());
        return identityKey.maxRecords().isPresent()
                && identityKey.isGeneric(
                        keys.count(Signature.ofKey(entityType, identityKey.name(), key.values())));
    }

    NormalizedRecord normalize(StoredRecord record) {
        RecordIdentity identity = record.identity();
        return NormalizedRecord.of(identity, record.descriptors(), rules(identity.entityType()));
    }

    /** All records of a component. */
    List<Member> members(long component) {
        return members(component, id -> Optional.empty());
    }

    /**
     * All records of a component.
     *
     * @param atHand gives a record as resolution sees it, where that is known already
     */
    List<Member> members(long component, LongFunction<Optional<NormalizedRecord>> atHand) {
        List<Member> members = new ArrayList<>();
        components.forEachMember(component, id -> members.add(member(id, atHand)));
        return members;
    }

    /** Reads at one go what will be asked for as the records are put in. */
    void prefetch(List<Arrival> arrivals) {
        List<RecordIdentity> identities = new ArrayList<>(arrivals.size());
        List<byte[]> keyTerms = new ArrayList<>();
        List<byte[]> claimTerms = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            RecordIdentity identity = arrival.record().identity();
            identities.add(identity);
            arrival.terms().keys().keySet().forEach(term -> keyTerms.add(term.bytes()));
            EntityTypeRules rules = rules(identity.entityType());
            arrival.terms()
                    .values()
                    .forEach(
                            (signature, term) -> {
                                if (ValueIndex.isUnique(rules, term.attribute())) {
                                    claimTerms.add(signature.bytes());
                                }
                            });
        }
        records.prefetch(identities);
        keys.prefetch(keyTerms);
        values.prefetchClaims(claimTerms);
    }

    /** The record with the id; see {@link #members(long, LongFunction)}. */
    Member member(long id, LongFunction<Optional<NormalizedRecord>> atHand) {
        StoredRecord stored = records.get(id);
        return new Member(stored, atHand.apply(id).orElseGet(() -> normalize(stored)));
    }

    /** Writes all that is held; must come before every checkpoint. */
    void save() {
        components.save();
        records.save();
        sets.save();
        meta.save();
        tables.save();
    }

    /** The entity id that a digest stands for. */
    static String entityId(String entityType, ByteKey digest) {
        return entityType + "-" + digest;
    }
}
