package io.kindred.tools.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.tools.store.StoreDatabase.Family;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Indexes open conflicts by how bad they are, and by entity. */
final class ConflictWriter implements RowWriter {

    private final ConflictRank rank;

    ConflictWriter(ConflictRank rank) {
        this.rank = rank;
    }

    @Override
    public String key(ObjectNode row) {
        return row.path("conflict_id").asText();
    }

    @Override
    public void replace(
            StoreBatch batch,
            Optional<ObjectNode> before,
            Optional<StoredRow> stored,
            ObjectNode row,
            StoredRow next,
            boolean isGone) {
        String id = key(row);
        before.filter(each -> !StoredRow.isGone(each))
                .ifPresent(
                        each -> {
                            batch.remove(
                                    Family.INDEX, StoreKeys.rank(rank.of(each), type(each), id));
                            entities(each)
                                    .forEach(
                                            entity ->
                                                    batch.remove(
                                                            Family.INDEX,
                                                            StoreKeys.conflict(entity, id)));
                        });
        if (!isGone) {
            batch.put(StoreKeys.rank(rank.of(row), type(row), id));
            entities(row).forEach(entity -> batch.put(StoreKeys.conflict(entity, id)));
        }
    }

    private static String type(JsonNode conflict) {
        return conflict.path("entity_type").asText();
    }

    /** The entities that take part. */
    private static Set<String> entities(JsonNode conflict) {
        Set<String> entities = new LinkedHashSet<>();
        // Rows of earlier releases name the entities of some kinds by id alone, or not at all.
        for (JsonNode entity : conflict.path("entities")) {
            entities.add(entity.isTextual() ? entity.asText() : entity.path("entity_id").asText());
        }
        if (conflict.hasNonNull("entity_id")) {
            entities.add(conflict.path("entity_id").asText());
        }
        return entities;
    }
}
