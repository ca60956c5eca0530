package io.kindred.resolve.check;

import io.kindred.model.GenericKey;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ByteKey;
import io.kindred.storage.shard.Posting;
import io.kindred.storage.shard.StoredRecord;

import java.util.Iterator;
import java.util.Optional;

/** Finds the key values that have more records in this shard than their key allows. */
final class GenericLists {

    private final ShardState state;
    private final long leastGeneric;

    GenericLists(ShardState state) {
        this.state = state;
        this.leastGeneric =
                state.ontology().entityTypes().values().stream()
                        .flatMap(rules -> rules.identityKeys().stream())
                        .flatMapToLong(key -> key.maxRecords().stream())
                        .min()
                        .orElse(Long.MAX_VALUE);
    }

    /**
     * The values of a posting list, if it has more records than its key allows. Only a record tells
     * which key that is, so one is read if the list is long.
     */
    Optional<GenericKey> of(byte[] term) {
        long records = state.keys().count(term);
        if (records <= leastGeneric) {
            return Optional.empty();
        }
        Iterator<Posting> postings = state.keys().scan(term);
        if (!postings.hasNext()) {
            return Optional.empty();
        }
        StoredRecord any = state.records().get(postings.next().recordId());
        String entityType = any.identity().entityType();
        EntityTypeRules rules = state.rules(entityType);
        KeyEntry entry = RecordTerms.keys(state.normalize(any), rules).get(new ByteKey(term));
        if (entry == null) {
            return Optional.empty();
        }
        IdentityKey key = rules.key(entry.keyPosition());
        return key.isGeneric(records)
                ? Optional.of(new GenericKey(entityType, key.name(), entry.values(), records))
                : Optional.empty();
    }
}
