package io.kindred.tools.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.LinkedHashSet;
import java.util.Set;

/** The golden values that one row of an entity has, and another one has not. */
public final class GoldenChanges {

    private GoldenChanges() {}

    /** First the values that are {@code removed}, then those that are {@code added}. */
    public static ArrayNode between(JsonNode before, JsonNode now) {
        Set<JsonNode> old = values(before);
        Set<JsonNode> later = values(now);
        ArrayNode changes = StoredRow.JSON.createArrayNode();
        old.stream()
                .filter(value -> !later.contains(value))
                .forEach(value -> changes.add(change("removed", value)));
        later.stream()
                .filter(value -> !old.contains(value))
                .forEach(value -> changes.add(change("added", value)));
        return changes;
    }

    private static Set<JsonNode> values(JsonNode row) {
        Set<JsonNode> values = new LinkedHashSet<>();
        row.path("golden").forEach(values::add);
        return values;
    }

    private static ObjectNode change(String change, JsonNode value) {
        ObjectNode node = StoredRow.JSON.createObjectNode().put("change", change);
        node.setAll((ObjectNode) value);
        return node;
    }
}
