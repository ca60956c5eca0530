package io.kindred.tools.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.model.EntityId;
import io.kindred.tools.store.OutputStore;
import io.kindred.tools.store.StoreView;
import io.kindred.tools.store.StoredRow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Finds entities by the beginnings of words. For each word the records are found that have a value
 * that begins with it, in any attribute; an entity matches if it has all words. Of a common word
 * only the first records are looked at, so that some entities may be missing.
 */
final class TextSearch {

    /** The most values that are looked at for a word in an attribute. */
    private static final int MOST_SEEN = 500;

    private static final int MOST_WORDS = 8;

    /** The most records whose entity is looked up, whatever the number of attributes. */
    private static final int MOST_LOOKUPS = 20_000;

    /** How many golden values are shown of an entity. */
    private static final int SHOWN_VALUES = 4;

    /** What people call something comes first, then the other attributes by name. */
    private static final Comparator<String> NAMES_FIRST =
            Comparator.comparing((String attribute) -> !attribute.contains("name"))
                    .thenComparing(Comparator.naturalOrder());

    private final OutputStore store;
    private final StoreView view;
    private final int limit;
    private final Map<String, ObjectNode> found = new LinkedHashMap<>();
    private int lookups;
    private boolean isComplete = true;

    TextSearch(OutputStore store, StoreView view, int limit) {
        this.store = store;
        this.view = view;
        this.limit = limit;
    }

    void search(String entityType, String text) {
        String phrase = text.strip();
        Map<String, String> whole = entities(entityType, phrase);
        whole.forEach(this::add);
        List<String> words =
                List.of(phrase.split("\\s+")).stream().distinct().limit(MOST_WORDS).toList();
        if (words.size() < 2) {
            return;
        }
        Map<String, String> common = null;
        for (String word : words) {
            Map<String, String> having = entities(entityType, word);
            if (common == null) {
                common = having;
            } else {
                common.keySet().retainAll(having.keySet());
            }
        }
        common.forEach(this::add);
    }

    /** The entities of records with a value that begins so, each with an attribute of it. */
    private Map<String, String> entities(String entityType, String beginning) {
        Map<String, String> entities = new LinkedHashMap<>();
        for (String attribute : store.attributes().of(entityType)) {
            Set<String> beginnings = new LinkedHashSet<>();
            beginnings.add(OutputStore.folded(beginning));
            store.normalized(entityType, attribute, beginning)
                    .ifPresent(normal -> beginnings.add(OutputStore.folded(normal)));
            for (String each : beginnings) {
                Set<String> targets = new LinkedHashSet<>();
                int[] seen = {0};
                // A record is there once for each of its values and words that begin so.
                view.texts(
                        entityType,
                        attribute,
                        each,
                        target -> {
                            targets.add(target);
                            return ++seen[0] < MOST_SEEN;
                        });
                isComplete &= seen[0] < MOST_SEEN;
                targets.forEach(
                        target ->
                                entity(target)
                                        .ifPresent(id -> entities.putIfAbsent(id, attribute)));
            }
        }
        return entities;
    }

    private Optional<String> entity(String target) {
        if (lookups == MOST_LOOKUPS) {
            isComplete = false;
            return Optional.empty();
        }
        lookups++;
        return store.outputs().contains(Output.RECORDS)
                ? view.entityOf(target)
                : Optional.of(target);
    }

    private void add(String entityId, String attribute) {
        if (found.containsKey(entityId)) {
            return;
        }
        if (found.size() == limit) {
            isComplete = false;
            return;
        }
        view.current(Output.ENTITIES, entityId)
                .ifPresent(entity -> found.put(entityId, shown(entity, attribute)));
    }

    private static ObjectNode shown(ObjectNode entity, String foundIn) {
        ObjectNode node = StoredRow.JSON.createObjectNode();
        node.set("entity_id", entity.path("entity_id"));
        node.put("entity_type", EntityId.entityType(entity.path("entity_id").asText()));
        node.put("attr", foundIn);
        List<String> values = new ArrayList<>();
        StringJoiner summary = new StringJoiner(", ");
        Map<String, String> latest = new HashMap<>();
        for (JsonNode golden : entity.path("golden")) {
            String attribute = golden.path("attr").asText();
            if (attribute.equals(foundIn)) {
                values.add(golden.path("value").asText());
            }
            // Golden values are sorted by attribute, then start: the last one is the latest.
            latest.put(attribute, golden.path("value").asText());
        }
        latest.keySet().stream()
                .sorted(NAMES_FIRST)
                .limit(SHOWN_VALUES)
                .forEach(attribute -> summary.add(latest.get(attribute)));
        node.put("value", String.join(", ", values));
        node.put("summary", summary.toString());
        node.put("records", entity.path("records").size());
        return node;
    }

    Collection<ObjectNode> found() {
        return found.values();
    }

    boolean isComplete() {
        return isComplete;
    }
}
