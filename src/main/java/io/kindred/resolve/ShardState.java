package io.kindred.resolve;

import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ComponentStore;
import io.kindred.storage.PostingLists;
import io.kindred.storage.RecordStore;
import io.kindred.storage.ShardMeta;
import io.kindred.storage.ShardTables;
import io.kindred.storage.StoredRecord;
import io.kindred.storage.ValuePostings;

import java.util.ArrayList;
import java.util.List;

/** The stores of one shard, and its records as resolution sees them. */
final class ShardState {

    private final Ontology ontology;
    private final ShardMeta meta;
    private final RecordStore records;
    private final ComponentStore components;
    private final PostingLists keys;
    private final ValuePostings values;

    ShardState(Ontology ontology, ShardTables tables) {
        this.ontology = ontology;
        this.meta = new ShardMeta(tables);
        this.records = new RecordStore(tables, meta);
        this.components = new ComponentStore(tables, meta);
        this.keys = PostingLists.ofKeys(tables);
        this.values = new ValuePostings(tables);
    }

    /** A record as it is kept and as resolution sees it. */
    record Member(StoredRecord stored, NormalizedRecord normalized) {}

    Ontology ontology() {
        return ontology;
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

    /** Records by value signature. */
    ValuePostings values() {
        return values;
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
        List<Member> members = new ArrayList<>();
        for (long id : components.memberIds(component)) {
            StoredRecord stored = records.get(id);
            members.add(new Member(stored, normalize(stored)));
        }
        return members;
    }

    /** The entity id that a digest stands for. */
    static String entityId(String entityType, ByteKey digest) {
        return entityType + "-" + digest;
    }
}
