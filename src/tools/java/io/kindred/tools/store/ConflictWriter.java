package io.kindred.tools.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.tools.store.StoreDatabase.Family;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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
        before.filter(each -> !StoredRow.isGone(each))
                .ifPresent(each -> keys(each).forEach(key -> batch.remove(Family.INDEX, key)));
        if (!isGone) {
            keys(row).forEach(batch::put);
        }
    }

    /** The keys of the index entries of an open conflict. */
    private List<byte[]> keys(ObjectNode conflict) {
        String id = key(conflict);
        byte[] worst = rank.of(conflict);
        List<byte[]> keys = new ArrayList<>();
        keys.add(StoreKeys.rank(worst, type(conflict), id));
        entities(conflict).forEach(entity -> keys.add(StoreKeys.conflict(entity, worst, id)));
        return keys;
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
