package io.kindred.tools.quality;

import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.NormalizedRecord.Value;
import io.kindred.tools.store.StoreView;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds records by the rare values that they share with a record. */
final class SharedValues {

    /** A value that more records have says nothing here. */
    private static final int MOST_RECORDS = 20;

    /** A record with more values of an attribute is a list of something. */
    private static final int MOST_VALUES = 5;

    private final StoreView view;
    private final String entityType;

    SharedValues(StoreView view, String entityType) {
        this.view = view;
        this.entityType = entityType;
    }

    /**
     * A value that two records share and few others have.
     *
     * @param points the more the rarer
     */
    record Rare(String attribute, String value, double points) {}

    /** The records that share rare values with a record, with one value of each attribute. */
    Map<String, List<Rare>> with(NormalizedRecord record) {
        Map<String, Map<String, Rare>> found = new HashMap<>();
        record.values()
                .forEach(
                        (attribute, values) -> {
                            if (values.size() <= MOST_VALUES) {
                                values.forEach(each -> add(record, attribute, each, found));
                            }
                        });
        Map<String, List<Rare>> lists = new LinkedHashMap<>();
        found.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> lists.put(each.getKey(), List.copyOf(each.getValue().values())));
        return lists;
    }

    private void add(
            NormalizedRecord record,
            String attribute,
            Value value,
            Map<String, Map<String, Rare>> found) {
        List<String> having = new ArrayList<>();
        view.havingValue(
                entityType,
                attribute,
                value.normalized(),
                id -> {
                    having.add(id);
                    return having.size() <= MOST_RECORDS;
                });
        if (having.size() > MOST_RECORDS) {
            return;
        }
        Rare rare =
                new Rare(
                        attribute,
                        value.raw(),
                        1 + Math.log((double) MOST_RECORDS / Math.max(1, having.size())));
        for (String id : having) {
            if (!id.equals(record.identity().joined())) {
                found.computeIfAbsent(id, any -> new TreeMap<>()).putIfAbsent(attribute, rare);
            }
        }
    }
}
