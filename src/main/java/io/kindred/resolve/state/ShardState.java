package io.kindred.resolve.state;

import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.record.Arrival;
import io.kindred.resolve.record.KeyValues;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.Signature;
import io.kindred.storage.ByteKey;
import io.kindred.storage.KeyScope;
import io.kindred.storage.ShardTables;
import io.kindred.storage.batch.BatchedShardTables;
import io.kindred.storage.shard.ComponentStore;
import io.kindred.storage.shard.Interner;
import io.kindred.storage.shard.KeyScopes;
import io.kindred.storage.shard.PostingLists;
import io.kindred.storage.shard.RecordSets;
import io.kindred.storage.shard.RecordStore;
import io.kindred.storage.shard.ShardMeta;
import io.kindred.storage.shard.StoredRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;

/** The stores of one shard, and its records as resolution sees them. */
public final class ShardState {

    private final Ontology ontology;
    private final boolean isOnlyShard;
    private final BatchedShardTables tables;
    private final ShardMeta meta;
    private final RecordStore records;
    private final ComponentStore components;
    private final PostingLists keys;
    private final ValueIndex values;
    private final Interner interner;
    private final RecordSets sets;
    private final KeyScopes scopes;
    private final EntityIndex entities;

    /**
     * Over the tables of one shard.
     *
     * @param isOnlyShard whether there are no others, so that what is counted here is all there is
     */
    public ShardState(Ontology ontology, ShardTables below, boolean isOnlyShard) {
        this(ontology, below, isOnlyShard, RecordStore.HELD);
    }

    /** With how many records it holds. */
    public ShardState(Ontology ontology, ShardTables below, boolean isOnlyShard, int heldRecords) {
        this.ontology = ontology;
        this.isOnlyShard = isOnlyShard;
        this.tables = new BatchedShardTables(below);
        this.meta = new ShardMeta(tables);
        this.interner = new Interner(tables, meta);
        this.records = new RecordStore(tables, meta, interner, heldRecords);
        this.components = new ComponentStore(tables, meta, interner, records);
        this.keys = PostingLists.ofKeys(tables);
        this.values = new ValueIndex(tables, keys);
        this.sets = new RecordSets(tables);
        this.scopes = new KeyScopes(tables);
        this.entities = new EntityIndex(tables, records);
    }

    /** A record as it is kept and as resolution sees it. */
    public record Member(StoredRecord stored, NormalizedRecord normalized) {}

    public Ontology ontology() {
        return ontology;
    }

    /** Whether there are no other shards. */
    public boolean isOnlyShard() {
        return isOnlyShard;
    }

    /** What key values are across all shards, where there are others. */
    public KeyScopes scopes() {
        return scopes;
    }

    /** What the stores of this shard are made of, for one that belongs to a single class. */
    public ShardTables tables() {
        return tables;
    }

    public ShardMeta meta() {
        return meta;
    }

    public RecordStore records() {
        return records;
    }

    public ComponentStore components() {
        return components;
    }

    /** Records by key signature. */
    public PostingLists keys() {
        return keys;
    }

    /** Records by value. */
    public ValueIndex values() {
        return values;
    }

    /** The entities that are emitted, by id. */
    public EntityIndex entities() {
        return entities;
    }

    /** Lists a record that was not there under its entity type, perspective and times. */
    public void list(StoredRecord record) {
        RecordIdentity identity = record.identity();
        sets.add(
                record.id(),
                interner.id(identity.entityType()),
                interner.id(identity.perspective()),
                record.descriptors());
    }

    /** Tells the sets that a record belongs to: the table and the term of each. */
    public void forEachSet(StoredRecord record, BiConsumer<ShardTables.TermName, byte[]> listener) {
        RecordIdentity identity = record.identity();
        RecordSets.forEachSet(
                interner.id(identity.entityType()),
                interner.id(identity.perspective()),
                record.descriptors(),
                listener);
    }

    /** Records by entity type, perspective and times. */
    public RecordSets sets() {
        return sets;
    }

    public Interner interner() {
        return interner;
    }

    /** Lists a record that says something else now. */
    public void relist(StoredRecord before, StoredRecord after) {
        sets.changeContent(after.id(), before.descriptors(), after.descriptors());
    }

    /** Lists a record no longer. */
    public void unlist(StoredRecord record) {
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
    public EntityTypeRules rules(String entityType) {
        return ontology.rules(entityType)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "the ontology does not cover entity type '"
                                                + entityType
                                                + "'"));
    }

    /** Whether the key values have too many records to link any. */
    public boolean isGeneric(String entityType, KeyValues key) {
        EntityTypeRules rules = rules(entityType);
        IdentityKey identityKey = rules.identityKeys().get(key.keyPosition());
        if (identityKey.maxRecords().isEmpty()) {
            return false;
        }
        byte[] signature = Signature.ofKey(entityType, identityKey.name(), key.values());
        return isOnlyShard
                ? identityKey.isGeneric(keys.count(signature))
                : scopes.get(new ByteKey(signature)) == KeyScope.GENERIC;
    }

    /**
     * Whether key values that so many records of this shard have link them.
     *
     * @param here how many records of this shard have them
     */
    public boolean isOpen(IdentityKey key, ByteKey signature, long here) {
        if (key.maxRecords().isEmpty()) {
            return true;
        }
        return isOnlyShard ? !key.isGeneric(here) : scopes.get(signature) != KeyScope.GENERIC;
    }

    public NormalizedRecord normalize(StoredRecord record) {
        RecordIdentity identity = record.identity();
        return NormalizedRecord.of(identity, record.descriptors(), rules(identity.entityType()));
    }

    /** All records of a component. */
    public List<Member> members(long component) {
        return members(component, id -> Optional.empty());
    }

    /**
     * All records of a component.
     *
     * @param atHand gives a record as resolution sees it, where that is known already
     */
    public List<Member> members(long component, LongFunction<Optional<NormalizedRecord>> atHand) {
        List<Member> members = new ArrayList<>();
        components.forEachMember(component, id -> members.add(member(id, atHand)));
        return members;
    }

    /** Reads at one go what will be asked for as the records are put in. */
    public void prefetch(List<Arrival> arrivals) {
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
        if (!isOnlyShard) {
            scopes.prefetch(keyTerms);
        }
        values.prefetchClaims(claimTerms);
    }

    /** The record with the id; see {@link #members(long, LongFunction)}. */
    public Member member(long id, LongFunction<Optional<NormalizedRecord>> atHand) {
        StoredRecord stored = records.get(id);
        return new Member(stored, atHand.apply(id).orElseGet(() -> normalize(stored)));
    }

    /** Writes all that is held; must come before every checkpoint. */
    public void save() {
        components.save();
        records.save();
        sets.save();
        meta.save();
        tables.save();
    }

    /** The entity id that a digest stands for. */
    public static String entityId(String entityType, ByteKey digest) {
        return entityType + "-" + digest;
    }
}
