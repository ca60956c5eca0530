package io.kindred.tools.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.tools.store.StoreDatabase.Family;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How an entity came to be what it is: one event for each row, by revision. That of the first row
 * is written when the second one comes, as most entities have one row only.
 *
 * <p>Example: revision 1 has crm 1, revision 2 has crm 1 and web 7: the event of revision 2 says
 * that web 7 was added, and which golden values came and went with it.
 */
final class EntityHistory {

    /** The most events of an entity; older ones are dropped. */
    static final int MOST = 1_000;

    private static final JsonNode NOTHING = StoredRow.JSON.createObjectNode();

    private EntityHistory() {}

    /** Adds the event of a row that takes the place of another. */
    static void add(
            StoreBatch batch,
            String entityId,
            JsonNode before,
            StoredRow stored,
            JsonNode row,
            StoredRow next) {
        if (next.revision() < stored.revision()) {
            // Revisions began again at 1: the old events would be among the new ones.
            batch.removeAll(Family.LOG, StoreKeys.history(entityId));
        } else if (stored.isFirst()) {
            put(batch, entityId, stored.revision(), first(before, stored));
        }
        put(batch, entityId, next.revision(), event(before, row, next));
        if (next.revision() > MOST) {
            batch.remove(Family.LOG, StoreKeys.history(entityId, next.revision() - MOST));
        }
    }

    private static void put(StoreBatch batch, String entityId, long revision, JsonNode event) {
        batch.put(
                Family.LOG,
                StoreKeys.history(entityId, revision),
                event.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** All events, in order of revision; none if there was never a row. */
    static List<ObjectNode> of(StoreView view, String entityId) {
        List<ObjectNode> events = new ArrayList<>();
        view.scan(
                Family.LOG,
                StoreKeys.history(entityId),
                (key, value) -> {
                    events.add(StoredRow.parse(value));
                    return true;
                });
        if (events.isEmpty()) {
            view.stored(Output.ENTITIES, entityId)
                    .ifPresent(stored -> events.add(first(stored.node(), stored)));
        }
        return events;
    }

    private static ObjectNode first(JsonNode row, StoredRow stored) {
        return event(NOTHING, row, stored);
    }

    private static ObjectNode event(JsonNode before, JsonNode row, StoredRow stored) {
        boolean isGone = StoredRow.isGone(row);
        ObjectNode event = StoredRow.JSON.createObjectNode();
        event.put("revision", stored.revision());
        event.put("at", Instant.ofEpochMilli(stored.at()).toString());
        event.put("kind", kind(before, isGone));
        event.put("records", row.path("records").size());
        Set<JsonNode> old = elements(before.path("records"));
        Set<JsonNode> now = elements(row.path("records"));
        event.set("added", array(minus(now, old)));
        event.set("removed", array(minus(old, now)));
        event.set("golden", GoldenChanges.between(before, row));
        if (isGone) {
            event.set("successors", row.path("successors"));
        }
        return event;
    }

    private static String kind(JsonNode before, boolean isGone) {
        if (isGone) {
            return "retired";
        }
        if (before.isEmpty()) {
            return "created";
        }
        return StoredRow.isGone(before) ? "returned" : "changed";
    }

    private static Set<JsonNode> elements(JsonNode list) {
        Set<JsonNode> elements = new LinkedHashSet<>();
        list.forEach(elements::add);
        return elements;
    }

    private static Set<JsonNode> minus(Set<JsonNode> all, Set<JsonNode> others) {
        Set<JsonNode> rest = new LinkedHashSet<>(all);
        rest.removeAll(others);
        return rest;
    }

    private static ArrayNode array(Set<JsonNode> elements) {
        ArrayNode array = StoredRow.JSON.createArrayNode();
        elements.forEach(array::add);
        return array;
    }
}
