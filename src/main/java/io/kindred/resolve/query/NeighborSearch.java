package io.kindred.resolve.query;

import io.kindred.model.Neighborhood;
import io.kindred.model.Neighborhood.KeyValue;
import io.kindred.model.Question.Neighbors;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ByteKey;
import io.kindred.storage.KeyScope;
import io.kindred.storage.shard.Posting;
import io.kindred.storage.shard.StoredRecord;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the records of one of several shards that a record would meet if it arrived now: the
 * components of all records with one of its key values. The stored version of the record is in one
 * of them if it matters. Escalated components are found by reconcile.
 *
 * <p>Costs the posting lists of key values that link, and reading the components, which end where
 * there are too many records.
 */
final class NeighborSearch {

    private final ShardState state;
    private final Neighbors asked;
    private final EntityTypeRules rules;
    private final List<SourceRecord> records = new ArrayList<>();
    private final List<Neighborhood.Count> counts = new ArrayList<>();
    private final Set<KeyValue> generic = new LinkedHashSet<>();

    /** The records of all components that were found so far, escalated ones, too. */
    private final Set<Long> found = new HashSet<>();

    private long bytes;
    private boolean isTooLarge;

    NeighborSearch(ShardState state, Neighbors asked) {
        this.state = state;
        this.asked = asked;
        this.rules = state.rules(asked.entityType());
    }

    Neighborhood run() {
        Optional<StoredRecord> stored = state.records().find(asked.arriving().identity());
        Map<ByteKey, KeyEntry> own = stored.map(this::keys).orElse(Map.of());
        Map<ByteKey, KeyEntry> arriving = RecordTerms.keys(asked.arriving(), rules);
        Map<ByteKey, KeyEntry> all = new LinkedHashMap<>();
        asked.current().ifPresent(current -> all.putAll(RecordTerms.keys(current, rules)));
        all.putAll(arriving);
        all.forEach(
                (signature, entry) -> {
                    long others =
                            state.keys().count(signature.bytes())
                                    - (own.containsKey(signature) ? 1 : 0);
                    search(signature, entry, others, arriving.containsKey(signature));
                });
        return isTooLarge
                ? Neighborhood.TOO_LARGE
                : new Neighborhood(records, counts, List.copyOf(generic), false);
    }

    private Map<ByteKey, KeyEntry> keys(StoredRecord record) {
        return RecordTerms.keys(state.normalize(record), rules);
    }

    /**
     * Adds the components that a key value links to the record.
     *
     * @param others how many other records of this shard have it
     * @param isArriving whether the record has the value when it has arrived
     */
    private void search(ByteKey signature, KeyEntry entry, long others, boolean isArriving) {
        IdentityKey key = rules.key(entry.keyPosition());
        boolean isGeneric = isGeneric(key, signature);
        if (key.maxRecords().isPresent() && others > 0) {
            Neighborhood.Count count =
                    new Neighborhood.Count(new KeyValue(key.name(), entry.values()), others);
            bytes += Neighborhood.bytes(count.value());
            counts.add(count);
            isTooLarge |= bytes > Neighborhood.MAX_BYTES;
        }
        if (isArriving) {
            // A generic value that the record keeps stays generic: its count does not fall.
            if (!isGeneric && !key.isGeneric(others + 1)) {
                addComponents(signature, key.isTested() ? null : entry);
            }
        } else if (isGeneric && !key.isGeneric(others)) {
            // Without the record that is replaced, few enough may be left for it to link them.
            addComponents(signature, null);
        }
    }

    private boolean isGeneric(IdentityKey key, ByteKey signature) {
        return key.maxRecords().isPresent() && state.scopes().get(signature) == KeyScope.GENERIC;
    }

    /**
     * Adds the components of records with a key value.
     *
     * @param at only those of records that have it at the times of this entry; null for all. Of a
     *     key with a test, a record at another time may close a gap in a run
     */
    private void addComponents(ByteKey signature, @Nullable KeyEntry at) {
        Iterator<Posting> postings = state.keys().scan(signature.bytes());
        while (postings.hasNext() && !isTooLarge) {
            Posting posting = postings.next();
            if (!found.contains(posting.recordId())
                    && (at == null || posting.times().overlaps(at.times()))) {
                addComponent(state.records().get(posting.recordId()));
            }
        }
    }

    private void addComponent(StoredRecord member) {
        long component = member.component();
        if (found.size() + state.components().size(component) > Neighborhood.MAX_RECORDS) {
            isTooLarge = true;
            return;
        }
        boolean isEscalated = state.components().isEscalated(component);
        for (long id : state.components().memberIds(component)) {
            found.add(id);
            if (!isEscalated) {
                add(state.records().get(id));
            }
            if (bytes > Neighborhood.MAX_BYTES) {
                isTooLarge = true;
                return;
            }
        }
    }

    private void add(StoredRecord record) {
        SourceRecord sent =
                SourceRecord.upsert(
                                record.identity(),
                                state.records().current(record.identity()).orElseThrow().version(),
                                record.descriptors())
                        .with(record.decisions());
        bytes += Neighborhood.bytes(sent);
        records.add(sent);
        keys(record)
                .forEach(
                        (signature, entry) -> {
                            IdentityKey key = rules.key(entry.keyPosition());
                            KeyValue value = new KeyValue(key.name(), entry.values());
                            if (isGeneric(key, signature) && generic.add(value)) {
                                bytes += Neighborhood.bytes(value);
                            }
                        });
    }
}
