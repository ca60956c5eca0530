package io.kindred.resolve.state;

import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.match.MatchCache;
import io.kindred.resolve.match.Matcher;
import io.kindred.resolve.record.Arrival;
import io.kindred.resolve.record.KeyValues;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.Signature;
import io.kindred.storage.ByteKey;
import io.kindred.storage.KeyScope;
import io.kindred.storage.ShardTables;
import io.kindred.storage.batch.BatchedShardTables;
import io.kindred.storage.memory.OverlayShardTables;
import io.kindred.storage.shard.ComponentStore;
import io.kindred.storage.shard.EmittedRecords;
import io.kindred.storage.shard.Interner;
import io.kindred.storage.shard.KeyScopes;
import io.kindred.storage.shard.PostingLists;
import io.kindred.storage.shard.RecordSets;
import io.kindred.storage.shard.RecordStore;
import io.kindred.storage.shard.ShardMeta;
import io.kindred.storage.shard.StoredRecord;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;

/** The stores of one shard, with access to its records in normalised form. */
public final class ShardState {

    private final Ontology ontology;
    private final boolean isOnlyShard;
    private final OptionalOutputs outputs;
    private final EmittedRecords emittedRecords;
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
    private final ExpirySchedule expiry;
    private final MatchCache matches;
    private final int owner;
    private final Map<EntityTypeRules, Matcher> matchers;

    /**
     * Opens the tables of one shard.
     *
     * @param isOnlyShard whether there are no other shards, so that local counts are global counts
     */
    public ShardState(Ontology ontology, ShardTables below, boolean isOnlyShard) {
        this(ontology, below, isOnlyShard, RecordStore.HELD);
    }

    /** With a given size of the record cache, in records. */
    public ShardState(
            Ontology ontology, ShardTables below, boolean isOnlyShard, int cachedRecords) {
        this(ontology, below, isOnlyShard, OptionalOutputs.NONE, cachedRecords);
    }

    /**
     * With a given size of the record cache, in records.
     *
     * @param outputs what the engine emits besides what every job has
     */
    public ShardState(
            Ontology ontology,
            ShardTables below,
            boolean isOnlyShard,
            OptionalOutputs outputs,
            int cachedRecords) {
        this(
                ontology,
                below,
                isOnlyShard,
                outputs,
                cachedRecords,
                MatchCache.ofUsualSize(),
                new IdentityHashMap<>());
    }

    /** With a cache of compared records, which engines of one thread may share. */
    public ShardState(
            Ontology ontology,
            ShardTables below,
            boolean isOnlyShard,
            OptionalOutputs outputs,
            MatchCache matches) {
        this(
                ontology,
                below,
                isOnlyShard,
                outputs,
                RecordStore.HELD,
                matches,
                new IdentityHashMap<>());
    }

    private ShardState(
            Ontology ontology,
            ShardTables below,
            boolean isOnlyShard,
            OptionalOutputs outputs,
            int cachedRecords,
            MatchCache matches,
            Map<EntityTypeRules, Matcher> matchers) {
        this.ontology = ontology;
        this.isOnlyShard = isOnlyShard;
        this.outputs = outputs;
        this.tables = new BatchedShardTables(below);
        this.meta = new ShardMeta(tables);
        this.emittedRecords = new EmittedRecords(tables);
        this.interner = new Interner(tables, meta);
        this.records = new RecordStore(tables, meta, interner, cachedRecords);
        this.components = new ComponentStore(tables, meta, interner, records);
        this.keys = PostingLists.ofKeys(tables);
        this.values = new ValueIndex(tables, keys);
        this.sets = new RecordSets(tables);
        this.scopes = new KeyScopes(tables);
        this.entities = new EntityIndex(tables, records);
        this.expiry = new ExpirySchedule(ontology, tables, meta, isOnlyShard);
        this.matches = matches;
        // Also of a trial, whose new records may have the ids of others later.
        this.owner = matches.newOwner();
        this.matchers = matchers;
    }

    /**
     * The same state for changes that are only tried: they stay in heap. All changes of this one
     * must be {@linkplain #save() saved}, and there must be no others while the trial is in use.
     */
    public ShardState trial() {
        return new ShardState(
                ontology,
                new OverlayShardTables(tables),
                isOnlyShard,
                OptionalOutputs.NONE,
                RecordStore.HELD,
                matches,
                matchers);
    }

    /** A stored record with its normalised form. */
    public record Member(StoredRecord stored, NormalizedRecord normalized) {}

    public Ontology ontology() {
        return ontology;
    }

    /** Whether there are no other shards. */
    public boolean isOnlyShard() {
        return isOnlyShard;
    }

    /** What the engine emits besides what every job has. */
    public OptionalOutputs outputs() {
        return outputs;
    }

    /** Which records were emitted. */
    public EmittedRecords emittedRecords() {
        return emittedRecords;
    }

    /** The scope of key values across all shards; unused by the only shard. */
    public KeyScopes scopes() {
        return scopes;
    }

    /** The tables beneath the stores, for a store that only one class uses. */
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

    public PostingLists keys() {
        return keys;
    }

    public ValueIndex values() {
        return values;
    }

    public EntityIndex entities() {
        return entities;
    }

    /** When records expire. */
    public ExpirySchedule expiry() {
        return expiry;
    }

    /** Adds a new record to the sets of its entity type and perspective, and to its times. */
    public void list(StoredRecord record) {
        addToSets(record);
        expiry.list(record);
    }

    void addToSets(StoredRecord record) {
        RecordIdentity identity = record.identity();
        sets.add(
                record.id(),
                interner.id(identity.entityType()),
                interner.id(identity.perspective()));
    }

    /** Visits the sets that a record belongs to: the table and the term of each. */
    public void forEachSet(StoredRecord record, BiConsumer<ShardTables.TermName, byte[]> listener) {
        RecordIdentity identity = record.identity();
        RecordSets.forEachSet(
                interner.id(identity.entityType()), interner.id(identity.perspective()), listener);
    }

    /** Sets of records by entity type and perspective. */
    public RecordSets sets() {
        return sets;
    }

    public Interner interner() {
        return interner;
    }

    /** Enters a record with new content at its new times. */
    public void relist(StoredRecord before, StoredRecord after) {
        expiry.relist(before, after);
    }

    /** Removes a record from its sets and times. */
    public void unlist(StoredRecord record) {
        RecordIdentity identity = record.identity();
        sets.remove(
                record.id(),
                interner.id(identity.entityType()),
                interner.id(identity.perspective()));
        expiry.unlist(record);
    }

    /** Enters a record at its times, as a step of the walk over all records. */
    public void enter(StoredRecord record) {
        if (expiry.isFirst()) {
            sets.removeFormer(record.id(), record.descriptors());
            sets.removeFormer(record.id(), record.expired());
        }
        expiry.enter(record);
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

    /** Compares records of an entity type. */
    public Matcher matcher(String entityType) {
        return matchers.computeIfAbsent(rules(entityType), rules -> new Matcher(rules, matches));
    }

    /** Whether the key values have too many records to link any. */
    public boolean isGeneric(String entityType, KeyValues key) {
        EntityTypeRules rules = rules(entityType);
        IdentityKey identityKey = rules.key(key.keyPosition());
        if (identityKey.maxRecords().isEmpty()) {
            return false;
        }
        byte[] signature = Signature.ofKey(entityType, identityKey.name(), key.values());
        return isOnlyShard
                ? identityKey.isGeneric(keys.count(signature))
                : scopes.get(new ByteKey(signature)) == KeyScope.GENERIC;
    }

    /**
     * Whether key values link records.
     *
     * @param here how many records of this shard have the values
     */
    public boolean isOpen(IdentityKey key, ByteKey signature, long here) {
        if (key.maxRecords().isEmpty()) {
            return true;
        }
        return isOnlyShard ? !key.isGeneric(here) : scopes.get(signature) != KeyScope.GENERIC;
    }

    public NormalizedRecord normalize(StoredRecord record) {
        return rules(record.identity().entityType()).comparesRecords()
                ? matches.normalized(owner, record, this::compute)
                : compute(record);
    }

    private NormalizedRecord compute(StoredRecord record) {
        RecordIdentity identity = record.identity();
        return NormalizedRecord.of(
                identity, record.descriptors(), record.decisions(), rules(identity.entityType()));
    }

    /** All records of a component. */
    public List<Member> members(long component) {
        return members(component, id -> Optional.empty());
    }

    /**
     * All records of a component.
     *
     * @param cached returns the normalised form of a record if it is known already
     */
    public List<Member> members(long component, LongFunction<Optional<NormalizedRecord>> cached) {
        List<Member> members = new ArrayList<>();
        components.forEachMember(component, id -> members.add(member(id, cached)));
        return members;
    }

    /**
     * Reads in one batch what inserting the records needs.
     *
     * @param others records that are looked up, too
     */
    public void prefetch(List<Arrival> arrivals, List<RecordIdentity> others) {
        List<RecordIdentity> identities = new ArrayList<>(arrivals.size() + others.size());
        identities.addAll(others);
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
    public Member member(long id, LongFunction<Optional<NormalizedRecord>> cached) {
        StoredRecord stored = records.get(id);
        return new Member(stored, cached.apply(id).orElseGet(() -> normalize(stored)));
    }

    /** Flushes all cached writes. Must be called before every checkpoint. */
    public void save() {
        components.save();
        records.save();
        sets.save();
        expiry.save();
        emittedRecords.save();
        meta.save();
        tables.save();
    }

    /** The entity id for a digest. */
    public static String entityId(String entityType, ByteKey digest) {
        return entityType + "-" + digest;
    }
}
