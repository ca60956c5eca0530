package io.kindred.tools.quality;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.tools.quality.QualityReport.HotKeyValue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** The generic values of one entity type. */
final class GenericPass {

    private static final int HOTTEST = 10;
    private static final Comparator<HotKeyValue> BY_RECORDS =
            Comparator.comparingLong(HotKeyValue::records);

    private final Map<String, PriorityQueue<HotKeyValue>> byKey = new HashMap<>();
    private long values;

    void add(ObjectNode row) {
        values++;
        List<String> shown = new ArrayList<>();
        row.path("values").forEach(each -> shown.add(ShownText.of(each.asText())));
        PriorityQueue<HotKeyValue> hottest =
                byKey.computeIfAbsent(
                        row.path("key").asText(), any -> new PriorityQueue<>(BY_RECORDS));
        hottest.add(new HotKeyValue(shown, row.path("records").asLong(), true));
        if (hottest.size() > HOTTEST) {
            hottest.remove();
        }
    }

    /** The number of generic values of all keys. */
    long values() {
        return values;
    }

    /** The generic values of a key that most records have, most first. */
    List<HotKeyValue> hottest(String key) {
        return byKey.getOrDefault(key, new PriorityQueue<>(BY_RECORDS)).stream()
                .sorted(BY_RECORDS.reversed())
                .toList();
    }
}
