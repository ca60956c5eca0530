package io.kindred.tools.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.model.CodePointOrder;
import io.kindred.tools.diff.ShownChange.ShownEntity;
import io.kindred.tools.diff.ShownChange.ShownRecord;
import io.kindred.tools.store.GoldenChanges;
import io.kindred.tools.store.Identities;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Looks up what is shown of a change: its entities, records and golden values, to their limits. */
final class ChangeView {

    private static final int SUMMARY_VALUES = 4;
    private static final int SUMMARY_LENGTH = 120;

    private static final Comparator<ShownEntity> LARGEST_FIRST =
            Comparator.comparingInt(ShownEntity::records)
                    .reversed()
                    .thenComparing(ShownEntity::entityId, CodePointOrder.STRINGS);

    private final Sides sides;
    private final RecordChanges recordChanges;
    private final Found found;
    private final Map<EntityAt, ObjectNode> entities = new LinkedHashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final List<ShownRecord> records = new ArrayList<>();

    private ChangeView(Sides sides, Found found) {
        this.sides = sides;
        this.recordChanges = new RecordChanges(sides);
        this.found = found;
    }

    static ShownChange of(Sides sides, Found found) {
        ChangeView view = new ChangeView(sides, found);
        view.reach();
        view.entities.forEach(view::addRecords);
        return view.shown();
    }

    /** Finds the nearest entities. */
    private void reach() {
        Deque<EntityAt> queue = new ArrayDeque<>();
        Set<EntityAt> queued = new HashSet<>();
        EntityAt start = new EntityAt(found.isFromAfter(), found.entityId());
        queue.add(start);
        queued.add(start);
        while (!queue.isEmpty()) {
            EntityAt entity = queue.remove();
            Optional<ObjectNode> row =
                    sides.view(entity.isAfter()).current(Output.ENTITIES, entity.id());
            if (row.isPresent()) {
                entities.put(entity, row.get());
                reachFrom(entity, row.get(), queue, queued);
            }
        }
    }

    private void reachFrom(
            EntityAt entity, ObjectNode row, Deque<EntityAt> queue, Set<EntityAt> queued) {
        String type = row.path("entity_type").asText();
        for (JsonNode record : row.path("records")) {
            if (count(queued, !entity.isAfter()) == ShownChange.ENTITIES) {
                return;
            }
            sides.view(!entity.isAfter())
                    .entityOf(Identities.joined(type, record))
                    .map(id -> new EntityAt(!entity.isAfter(), id))
                    .filter(queued::add)
                    .ifPresent(queue::add);
        }
    }

    private static long count(Set<EntityAt> entities, boolean isAfter) {
        return entities.stream().filter(each -> each.isAfter() == isAfter).count();
    }

    private void addRecords(EntityAt entity, ObjectNode row) {
        String type = row.path("entity_type").asText();
        for (JsonNode record : row.path("records")) {
            if (records.size() == ShownChange.RECORDS) {
                return;
            }
            String identity = Identities.joined(type, record);
            if (seen.add(identity)) {
                records.add(
                        new ShownRecord(
                                record.path("perspective").asText(),
                                record.path("uid").asText(),
                                sides.before().entityOf(identity).orElse(null),
                                sides.after().entityOf(identity).orElse(null),
                                recordChanges.of(identity)));
            }
        }
    }

    private ShownChange shown() {
        records.sort(
                Comparator.comparing((ShownRecord each) -> text(each.before()))
                        .thenComparing(each -> text(each.after()))
                        .thenComparing(ShownRecord::perspective, CodePointOrder.STRINGS)
                        .thenComparing(ShownRecord::uid, CodePointOrder.STRINGS));
        List<JsonNode> golden = golden();
        int shown = Math.min(golden.size(), ShownChange.VALUES);
        return new ShownChange(
                found.kind(),
                found.causes(),
                entities.values().stream()
                        .findFirst()
                        .map(each -> each.path("entity_type").asText())
                        .orElse(""),
                found.before(),
                found.after(),
                found.records(),
                side(false),
                side(true),
                List.copyOf(records),
                List.copyOf(golden.subList(0, shown)),
                golden.size() - shown);
    }

    /** What there is no entity for comes last. */
    private static String text(@Nullable String entity) {
        return entity == null ? "\uffff" : entity;
    }

    private List<ShownEntity> side(boolean isAfter) {
        List<ShownEntity> side = new ArrayList<>();
        entities.forEach(
                (entity, row) -> {
                    if (entity.isAfter() == isAfter) {
                        side.add(
                                new ShownEntity(
                                        entity.id(), row.path("records").size(), summary(row)));
                    }
                });
        side.sort(LARGEST_FIRST);
        return side;
    }

    private List<JsonNode> golden() {
        List<JsonNode> values = new ArrayList<>();
        if (found.before() == 1 && found.after() == 1) {
            ArrayNode changes =
                    GoldenChanges.between(one(false), one(true));
            changes.forEach(values::add);
        }
        return values;
    }

    private ObjectNode one(boolean isAfter) {
        return entities.entrySet().stream()
                .filter(each -> each.getKey().isAfter() == isAfter)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    /** The latest value of some attributes. */
    private static String summary(ObjectNode row) {
        Map<String, String> latest = new TreeMap<>();
        // Golden values are sorted by attribute, then start: the last one is the latest.
        row.path("golden")
                .forEach(each -> latest.put(each.path("attr").asText(), each.path("value").asText()));
        String text =
                String.join(", ", latest.values().stream().limit(SUMMARY_VALUES).toList());
        return text.codePointCount(0, text.length()) <= SUMMARY_LENGTH
                ? text
                : text.substring(0, text.offsetByCodePoints(0, SUMMARY_LENGTH - 1)) + "…";
    }
}
