package io.kindred.resolve.query;

import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ByteKey;
import io.kindred.storage.KeyScope;
import io.kindred.storage.MappingIterator;
import io.kindred.storage.shard.StoredRecord;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** The records of one of several shards. Reconcile answers for escalated components. */
final class ShardNeighborRecords implements NeighborRecords<Long> {

    private final ShardState state;
    private final EntityTypeRules rules;

    ShardNeighborRecords(ShardState state, EntityTypeRules rules) {
        this.state = state;
        this.rules = rules;
    }

    @Override
    public Map<ByteKey, KeyEntry> entries(RecordIdentity record) {
        return state.records()
                .find(record)
                .map(stored -> RecordTerms.keys(state.normalize(stored), rules))
                .orElse(Map.of());
    }

    @Override
    public long count(IdentityKey key, ByteKey signature) {
        return state.keys().count(signature.bytes());
    }

    @Override
    public boolean isGeneric(IdentityKey key, ByteKey signature) {
        return key.maxRecords().isPresent() && state.scopes().get(signature) == KeyScope.GENERIC;
    }

    @Override
    public Iterator<Having<Long>> having(ByteKey signature) {
        return new MappingIterator<>(
                state.keys().scan(signature.bytes()),
                posting -> new Having<>(posting.recordId(), posting.times()));
    }

    @Override
    public void visitComponent(Long id, ComponentVisitor<Long> visitor) {
        long component = state.records().get(id).component();
        if (!visitor.size(state.components().size(component))) {
            return;
        }
        boolean isEscalated = state.components().isEscalated(component);
        for (long member : state.components().memberIds(component)) {
            Optional<SourceRecord> record =
                    isEscalated
                            ? Optional.empty()
                            : Optional.of(record(state.records().get(member)));
            if (!visitor.member(member, record)) {
                return;
            }
        }
    }

    private SourceRecord record(StoredRecord stored) {
        return SourceRecord.upsert(
                        stored.identity(),
                        state.records().current(stored.identity()).orElseThrow().version(),
                        stored.descriptors())
                .with(stored.decisions());
    }
}
