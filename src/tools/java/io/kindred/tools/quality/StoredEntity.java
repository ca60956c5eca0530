package io.kindred.tools.quality;

import com.fasterxml.jackson.databind.JsonNode;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.tools.store.Identities;
import io.kindred.tools.store.StoreView;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An entity with its records.
 *
 * @param size how many records it has
 * @param records sorted by identity; not all of them if there are many
 */
record StoredEntity(String entityId, int size, List<NormalizedRecord> records) {

    /** The most records of an entity that are looked at. */
    private static final int MOST_RECORDS = 1_000;

    /** The same if a key has a test or a score, as records are compared with each other then. */
    private static final int MOST_COMPARED = 300;

    /** Reads an entity; empty if it is not there, or fewer than two of its records are. */
    static Optional<StoredEntity> read(StoreView view, String entityId, EntityTypeRules rules) {
        return view.current(Output.ENTITIES, entityId)
                .map(row -> read(view, entityId, row, rules))
                .filter(entity -> entity.records().size() > 1);
    }

    private static StoredEntity read(
            StoreView view, String entityId, JsonNode row, EntityTypeRules rules) {
        List<NormalizedRecord> records = new ArrayList<>();
        int most = rules.comparesRecords() ? MOST_COMPARED : MOST_RECORDS;
        for (JsonNode record : row.path("records")) {
            if (records.size() == most) {
                break;
            }
            record(view, Identities.joined(row.path("entity_type").asText(), record), rules)
                    .ifPresent(records::add);
        }
        records.sort(Comparator.comparing(NormalizedRecord::identity));
        return new StoredEntity(entityId, row.path("records").size(), records);
    }

    /** Whether all of its records were read. */
    boolean isWhole() {
        return records.size() == size;
    }

    /** Reads one record in normal form. */
    static Optional<NormalizedRecord> record(
            StoreView view, String joinedIdentity, EntityTypeRules rules) {
        return view.record(joinedIdentity)
                .map(
                        each ->
                                NormalizedRecord.of(
                                        each.identity(),
                                        each.descriptors(),
                                        each.decisions(),
                                        rules));
    }
}
