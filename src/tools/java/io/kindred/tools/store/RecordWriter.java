package io.kindred.tools.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteWriter;
import io.kindred.tools.store.StoreDatabase.Family;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Indexes records by their values and key values, and by the digest that decisions name them by.
 */
final class RecordWriter implements RowWriter {

    private final Ontology ontology;
    private final RecordRows rows;
    private final ValueIndex values;
    private final AttributeNames attributes;

    RecordWriter(Ontology ontology, RecordRows rows, ValueIndex values, AttributeNames attributes) {
        this.ontology = ontology;
        this.rows = rows;
        this.values = values;
        this.attributes = attributes;
    }

    @Override
    public String key(ObjectNode row) {
        return Identities.joined(row);
    }

    @Override
    public void replace(
            StoreBatch batch,
            Optional<ObjectNode> before,
            Optional<StoredRow> stored,
            ObjectNode row,
            StoredRow next,
            boolean isGone) {
        Map<byte[], byte[]> old =
                before.filter(each -> !StoredRow.isGone(each)).isPresent()
                        ? entries(batch, before.get(), stored.orElseThrow())
                        : Map.of();
        Map<byte[], byte[]> now = isGone ? Map.of() : entries(batch, row, next);
        old.keySet().stream()
                .filter(key -> !now.containsKey(key))
                .forEach(key -> batch.remove(Family.INDEX, key));
        now.forEach(
                (key, value) -> {
                    if (!Arrays.equals(old.get(key), value)) {
                        batch.put(Family.INDEX, key, value);
                    }
                });
    }

    /** The entries of the index that a row makes. */
    private Map<byte[], byte[]> entries(StoreBatch batch, ObjectNode row, StoredRow stored) {
        Map<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
        SourceRecord record = rows.record(stored.json(), row);
        String entityType = record.identity().entityType();
        String identity = record.identity().joined();
        Optional<EntityTypeRules> rules = ontology.rules(entityType);
        if (rules.isEmpty()) {
            return entries;
        }
        NormalizedRecord normalized =
                NormalizedRecord.of(
                        record.identity(), record.descriptors(), record.decisions(), rules.get());
        normalized
                .values()
                .forEach(
                        (attribute, asserted) -> {
                            attributes.add(batch, entityType, attribute);
                            asserted.forEach(
                                    value ->
                                            values.keys(
                                                            entityType,
                                                            attribute,
                                                            value.normalized(),
                                                            identity)
                                                    .forEach(key -> entries.put(key, new byte[0])));
                        });
        for (Map.Entry<ByteKey, KeyEntry> term :
                RecordTerms.keys(normalized, rules.get()).entrySet()) {
            entries.put(
                    StoreKeys.posting(term.getKey(), identity),
                    new ByteWriter().intervals(term.getValue().times()).toBytes());
        }
        if (row.hasNonNull("digest")) {
            entries.put(StoreKeys.decided(row.get("digest").asText(), identity), new byte[0]);
        }
        return entries;
    }
}
