package io.kindred.tools.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.tools.quality.QualityReport.ConflictCount;
import io.kindred.tools.quality.QualityReport.ConflictQuality;
import io.kindred.tools.quality.QualityReport.WorstConflict;
import io.kindred.tools.store.StoreView;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The open conflicts of one entity type. */
final class ConflictPass {

    private static final int WORST = 20;
    private static final int MOST_NAMED = 5;

    private final Map<String, Map<String, Counted>> byKind = new TreeMap<>();

    private static final class Counted {
        private long conflicts;
        private final Map<String, Long> sources = new TreeMap<>();
    }

    void add(ObjectNode row) {
        Counted counted =
                byKind.computeIfAbsent(row.path("kind").asText(), any -> new TreeMap<>())
                        .computeIfAbsent(name(row), any -> new Counted());
        counted.conflicts++;
        sources(row).forEach(each -> counted.sources.merge(each, 1L, Long::sum));
    }

    /** How many are open, by kind. */
    Map<String, Long> kinds() {
        Map<String, Long> kinds = new TreeMap<>();
        byKind.forEach(
                (kind, names) ->
                        kinds.put(
                                kind,
                                names.values().stream().mapToLong(each -> each.conflicts).sum()));
        return kinds;
    }

    /** All counts, the greatest first, and the worst conflicts. */
    ConflictQuality quality(StoreView view, String entityType) {
        List<ConflictCount> counts = new ArrayList<>();
        byKind.forEach(
                (kind, names) ->
                        names.forEach(
                                (name, each) ->
                                        counts.add(
                                                new ConflictCount(
                                                        kind,
                                                        name,
                                                        each.conflicts,
                                                        each.sources))));
        counts.sort(Comparator.comparingLong(ConflictCount::conflicts).reversed());
        return new ConflictQuality(counts, worst(view, entityType));
    }

    private static List<WorstConflict> worst(StoreView view, String entityType) {
        List<WorstConflict> worst = new ArrayList<>();
        view.worstConflicts(
                Optional.empty(),
                (token, id) -> {
                    view.current(Output.CONFLICTS, id)
                            .filter(row -> row.path("entity_type").asText().equals(entityType))
                            .ifPresent(row -> worst.add(worst(id, row)));
                    return worst.size() < WORST;
                });
        return worst;
    }

    private static WorstConflict worst(String id, ObjectNode row) {
        Set<String> records = new TreeSet<>();
        visitRecords(
                row,
                each ->
                        records.add(
                                each.path("perspective").asText()
                                        + '/'
                                        + each.path("uid").asText()));
        List<String> values = new ArrayList<>();
        row.path("key_values").forEach(each -> values.add(each.asText()));
        row.path("values").forEach(each -> values.add(each.path("value").asText()));
        if (row.hasNonNull("value")) {
            values.add(row.path("value").asText());
        }
        Set<String> entities = new TreeSet<>();
        row.path("entities")
                .forEach(each -> entities.add(each.path("entity_id").asText(each.asText())));
        if (entities.isEmpty() && row.hasNonNull("entity_id")) {
            entities.add(row.path("entity_id").asText());
        }
        return new WorstConflict(
                id,
                row.path("kind").asText(),
                name(row),
                values.stream().limit(MOST_NAMED).map(ShownText::of).toList(),
                entities.stream().limit(MOST_NAMED).toList(),
                records.size());
    }

    private static String name(ObjectNode row) {
        return switch (row.path("kind").asText()) {
            case "indirect" -> row.path("key").asText();
            case "constraint" -> row.path("constraint").asText();
            default -> row.path("attr").asText();
        };
    }

    private static Set<String> sources(ObjectNode row) {
        Set<String> sources = new TreeSet<>();
        visitRecords(row, each -> sources.add(each.path("perspective").asText()));
        return sources;
    }

    /** Rows of earlier releases name records elsewhere, so all places are looked at. */
    private static void visitRecords(JsonNode row, Consumer<JsonNode> visitor) {
        row.path("records").forEach(visitor);
        for (String list : List.of("values", "entities")) {
            row.path(list).forEach(each -> each.path("records").forEach(visitor));
        }
    }
}
