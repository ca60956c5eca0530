package io.kindred.tools.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.tools.store.Identities;
import io.kindred.tools.store.StoreView;
import io.kindred.tools.store.StoredRow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How an entity came to be what it is. An event says which records came and went; from where and to
 * where they moved follows from the entities that each record was in, one after the other.
 *
 * <p>Example: web 7 was in a, b, a. Of entity a, the first event that adds it has no origin, and
 * the second one has b.
 */
final class HistoryAnswer {

    private static final int MOST_PREDECESSORS = 1_000;

    /** Of more records in all events, origins and destinations are not looked up. */
    private static final int MOST_LOOKUPS = 5_000;

    private final StoreView view;
    private final String entityId;
    private final Map<String, List<String>> entities = new HashMap<>();
    private final Map<String, Integer> arrivals = new HashMap<>();

    /** The records that came from an entity. */
    private final Map<String, Set<String>> cameFrom = new HashMap<>();

    private HistoryAnswer(StoreView view, String entityId) {
        this.view = view;
        this.entityId = entityId;
    }

    static ObjectNode of(StoreView view, StoredRow row) {
        ObjectNode entity = row.node();
        return new HistoryAnswer(view, entity.path("entity_id").asText()).answer(entity);
    }

    private ObjectNode answer(ObjectNode entity) {
        String entityType = entity.path("entity_type").asText();
        List<ObjectNode> events = view.history(entityId);
        ObjectNode answer = StoredRow.JSON.createObjectNode();
        answer.put("entity_id", entityId);
        answer.put("entity_type", entityType);
        ArrayNode all = answer.putArray("events");
        for (ObjectNode event : events) {
            for (JsonNode record : event.path("added")) {
                String identity = Identities.joined(entityType, record);
                arrivals.merge(identity, 1, Integer::sum);
                String from = beside(identity, -1);
                cameFrom.computeIfAbsent(from, any -> new HashSet<>()).add(identity);
                put((ObjectNode) record, "from", from);
            }
            for (JsonNode record : event.path("removed")) {
                String identity = Identities.joined(entityType, record);
                put((ObjectNode) record, "to", beside(identity, 1));
            }
            all.add(event);
        }
        ArrayNode predecessors = answer.putArray("predecessors");
        for (String id : view.predecessors(entityId, MOST_PREDECESSORS)) {
            view.stored(Output.ENTITIES, id)
                    .ifPresent(
                            row ->
                                    predecessors
                                            .addObject()
                                            .put("entity_id", id)
                                            .put(
                                                    "records",
                                                    cameFrom.getOrDefault(id, Set.of()).size())
                                            .put("at", Instant.ofEpochMilli(row.at()).toString()));
        }
        answer.put("is_complete", events.get(0).path("revision").asLong() == 1);
        return answer;
    }

    private static void put(ObjectNode record, String name, String entity) {
        if (entity.isEmpty()) {
            record.putNull(name);
        } else {
            record.put(name, entity);
        }
    }

    /** The entity that the record was in before its last arrival in this one, or after it. */
    private String beside(String identity, int step) {
        List<String> all =
                entities.size() < MOST_LOOKUPS
                        ? entities.computeIfAbsent(identity, this::entitiesOf)
                        : entities.getOrDefault(identity, List.of());
        int arrival = arrivals.getOrDefault(identity, 1);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).equals(entityId) && --arrival == 0) {
                int beside = i + step;
                return beside >= 0 && beside < all.size() ? all.get(beside) : "";
            }
        }
        return "";
    }

    private List<String> entitiesOf(String identity) {
        List<String> all = new ArrayList<>(view.formerEntities(identity));
        view.entityOf(identity).ifPresent(all::add);
        return all;
    }
}
