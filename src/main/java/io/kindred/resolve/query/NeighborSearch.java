package io.kindred.resolve.query;

import io.kindred.model.Neighborhood;
import io.kindred.model.Neighborhood.KeyValue;
import io.kindred.model.Question.Neighbors;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.resolve.query.NeighborRecords.ComponentVisitor;
import io.kindred.resolve.query.NeighborRecords.Having;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.storage.ByteKey;
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
 * Finds the records that a record would meet if it arrived now: the components of all records with
 * one of its key values. The stored version of the record is in one of them if it matters.
 *
 * <p>Costs the posting lists of key values that link, and reading the components, which end where
 * there are too many records.
 *
 * @param <T> the ids of records
 */
public final class NeighborSearch<T> {

    private final NeighborRecords<T> all;
    private final Neighbors asked;
    private final EntityTypeRules rules;
    private final List<SourceRecord> records = new ArrayList<>();
    private final List<Neighborhood.Count> counts = new ArrayList<>();
    private final Set<KeyValue> generic = new LinkedHashSet<>();

    /** The records of all components that were found so far, also those that others answer for. */
    private final Set<T> found = new HashSet<>();

    private long bytes;
    private boolean isTooLarge;

    private NeighborSearch(NeighborRecords<T> all, Neighbors asked, EntityTypeRules rules) {
        this.all = all;
        this.asked = asked;
        this.rules = rules;
    }

    /** The records of {@code records} that the asked record would meet. */
    public static <T> Neighborhood among(
            NeighborRecords<T> records, Neighbors asked, EntityTypeRules rules) {
        return new NeighborSearch<>(records, asked, rules).run();
    }

    private Neighborhood run() {
        Map<ByteKey, KeyEntry> own = all.entries(asked.arriving().identity());
        Map<ByteKey, KeyEntry> arriving = RecordTerms.keys(asked.arriving(), rules);
        Map<ByteKey, KeyEntry> both = new LinkedHashMap<>();
        asked.current().ifPresent(current -> both.putAll(RecordTerms.keys(current, rules)));
        both.putAll(arriving);
        both.forEach(
                (signature, entry) -> {
                    long others =
                            all.count(rules.key(entry.keyPosition()), signature)
                                    - (own.containsKey(signature) ? 1 : 0);
                    search(signature, entry, others, arriving.containsKey(signature));
                });
        return isTooLarge
                ? Neighborhood.TOO_LARGE
                : new Neighborhood(records, counts, List.copyOf(generic), false);
    }

    /**
     * Adds the components that a key value links to the record.
     *
     * @param others how many other records have it
     * @param isArriving whether the record has the value when it has arrived
     */
    private void search(ByteKey signature, KeyEntry entry, long others, boolean isArriving) {
        IdentityKey key = rules.key(entry.keyPosition());
        boolean isGeneric = all.isGeneric(key, signature);
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

    /**
     * Adds the components of records with a key value.
     *
     * @param at only those of records that have it at the times of this entry; null for all. Of a
     *     key with a test, a record at another time may close a gap in a run
     */
    private void addComponents(ByteKey signature, @Nullable KeyEntry at) {
        Iterator<Having<T>> having = all.having(signature);
        while (having.hasNext() && !isTooLarge) {
            Having<T> each = having.next();
            if (!found.contains(each.id()) && (at == null || each.times().overlaps(at.times()))) {
                all.visitComponent(each.id(), new Members());
            }
        }
    }

    private final class Members implements ComponentVisitor<T> {

        @Override
        public boolean size(long members) {
            isTooLarge |= found.size() + members > Neighborhood.MAX_RECORDS;
            return !isTooLarge;
        }

        @Override
        public boolean member(T id, Optional<SourceRecord> record) {
            found.add(id);
            record.ifPresent(NeighborSearch.this::add);
            isTooLarge |= bytes > Neighborhood.MAX_BYTES || found.size() > Neighborhood.MAX_RECORDS;
            return !isTooLarge;
        }
    }

    private void add(SourceRecord record) {
        bytes += Neighborhood.bytes(record);
        records.add(record);
        RecordTerms.keys(record, rules)
                .forEach(
                        (signature, entry) -> {
                            IdentityKey key = rules.key(entry.keyPosition());
                            KeyValue value = new KeyValue(key.name(), entry.values());
                            if (all.isGeneric(key, signature) && generic.add(value)) {
                                bytes += Neighborhood.bytes(value);
                            }
                        });
    }
}
