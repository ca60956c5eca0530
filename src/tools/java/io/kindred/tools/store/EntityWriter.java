package io.kindred.tools.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.tools.store.StoreDatabase.Family;

import java.util.Optional;

/**
 * Keeps how entities changed, what became of them, and, without records, what they are found by.
 */
final class EntityWriter implements RowWriter {

    private final ValueIndex values;
    private final AttributeNames attributes;
    private final boolean isSearched;

    /**
     * @param isSearched whether values find entities rather than records, since there are no
     *     records
     */
    EntityWriter(ValueIndex values, AttributeNames attributes, boolean isSearched) {
        this.values = values;
        this.attributes = attributes;
        this.isSearched = isSearched;
    }

    @Override
    public String key(ObjectNode row) {
        return row.path("entity_id").asText();
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
        if (before.isPresent()) {
            EntityHistory.add(batch, id, before.get(), stored.orElseThrow(), row, next);
            successors(before.get())
                    .forEach(
                            each ->
                                    batch.remove(
                                            Family.INDEX,
                                            StoreKeys.predecessor(each.asText(), id)));
        }
        successors(row).forEach(each -> batch.put(StoreKeys.predecessor(each.asText(), id)));
        if (isSearched) {
            before.ifPresent(each -> index(batch, id, each, false));
            index(batch, id, row, true);
        }
    }

    private static JsonNode successors(JsonNode row) {
        return row.path("successors");
    }

    private void index(StoreBatch batch, String id, JsonNode row, boolean isAdded) {
        String entityType = row.path("entity_type").asText();
        for (JsonNode golden : row.path("golden")) {
            String attribute = golden.path("attr").asText();
            Optional<String> normalized =
                    values.normalized(entityType, attribute, golden.path("value").asText());
            if (normalized.isPresent()) {
                attributes.add(batch, entityType, attribute);
                for (byte[] key : values.keys(entityType, attribute, normalized.get(), id)) {
                    if (isAdded) {
                        batch.put(key);
                    } else {
                        batch.remove(Family.INDEX, key);
                    }
                }
            }
        }
    }
}
