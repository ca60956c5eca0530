package io.kindred.tools.store;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** The attributes of which there are or were values, by entity type. Safe for use by threads. */
public final class AttributeNames {

    private final Map<String, Set<String>> byType = new ConcurrentHashMap<>();

    /** Adds the attributes that are in the store. */
    void load(StoreView view) {
        view.scan(
                StoreDatabase.Family.INDEX,
                StoreKeys.attributes(),
                (key, value) -> {
                    String rest = StoreKeys.rest(key, 1);
                    int end = rest.indexOf('\0');
                    all(rest.substring(0, end)).add(rest.substring(end + 1));
                    return true;
                });
    }

    void add(StoreBatch batch, String entityType, String attribute) {
        if (all(entityType).add(attribute)) {
            batch.put(StoreKeys.attribute(entityType, attribute));
        }
    }

    /** The entity types that have attributes. */
    public Set<String> entityTypes() {
        return byType.keySet();
    }

    void clear() {
        byType.clear();
    }

    /** The attributes of an entity type, sorted; empty for an unknown type. */
    public Set<String> of(String entityType) {
        return byType.getOrDefault(entityType, Set.of());
    }

    private Set<String> all(String entityType) {
        return byType.computeIfAbsent(entityType, any -> new ConcurrentSkipListSet<>());
    }
}
