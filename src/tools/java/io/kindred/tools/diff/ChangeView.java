package io.kindred.tools.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.model.CodePointOrder;
import io.kindred.tools.diff.ShownChange.ShownEntity;
import io.kindred.tools.diff.ShownChange.ShownRecord;
import io.kindred.tools.store.GoldenChanges;
import io.kindred.tools.store.Identities;
import io.kindred.tools.store.StoredRow;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
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
    private final List<Reached> reached = new ArrayList<>();
    private final Deque<EntityAt> queue = new ArrayDeque<>();
    private final Set<EntityAt> queued = new HashSet<>();
    private final Set<String> seen = new HashSet<>();
    private final List<ShownRecord> records = new ArrayList<>();

    /**
     * What is kept of an entity.
     *
     * @param records some of them; first those that the other result does not have
     */
    private record Reached(
            EntityAt at, String type, int size, String summary, List<JsonNode> records) {}

    private ChangeView(Sides sides, Found found) {
        this.sides = sides;
        this.recordChanges = new RecordChanges(sides);
        this.found = found;
    }

    static ShownChange of(Sides sides, Found found) {
        ChangeView view = new ChangeView(sides, found);
        view.reach(new EntityAt(found.isFromAfter(), found.entityId()));
        while (!view.queue.isEmpty()) {
            view.visit(view.queue.remove());
        }
        // A large entity does not take all places.
        int share = ShownChange.RECORDS / Math.max(1, view.reached.size());
        view.reached.forEach(each -> view.addRecords(each, share));
        view.reached.forEach(each -> view.addRecords(each, ShownChange.RECORDS));
        return view.shown();
    }

    /** Takes an entity to be visited, if there is place for it. */
    private void reach(EntityAt entity) {
        long others = queued.stream().filter(each -> each.isAfter() == entity.isAfter()).count();
        if (others < ShownChange.ENTITIES && queued.add(entity)) {
            queue.add(entity);
        }
    }

    private void visit(EntityAt entity) {
        ObjectNode row = row(entity);
        String type = row.path("entity_type").asText();
        List<JsonNode> alone = new ArrayList<>();
        List<JsonNode> shared = new ArrayList<>();
        for (JsonNode record : row.path("records")) {
            Optional<String> other =
                    sides.view(!entity.isAfter()).entityOf(Identities.joined(type, record));
            other.ifPresent(id -> reach(new EntityAt(!entity.isAfter(), id)));
            List<JsonNode> kept = other.isPresent() ? shared : alone;
            if (kept.size() < ShownChange.RECORDS) {
                kept.add(record);
            }
        }
        alone.addAll(shared);
        reached.add(new Reached(entity, type, row.path("records").size(), summary(row), alone));
    }

    /** The row of an entity; empty while a job writes, if only assignments know it. */
    private ObjectNode row(EntityAt entity) {
        return sides.view(entity.isAfter())
                .current(Output.ENTITIES, entity.id())
                .orElseGet(StoredRow.JSON::createObjectNode);
    }

    /** Adds as many of the records of an entity as there are places for. */
    private void addRecords(Reached entity, int places) {
        int added = 0;
        for (JsonNode record : entity.records()) {
            String identity = Identities.joined(entity.type(), record);
            if (added == places || records.size() == ShownChange.RECORDS) {
                return;
            }
            if (seen.add(identity)) {
                added++;
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
                reached.stream()
                        .map(Reached::type)
                        .filter(type -> !type.isEmpty())
                        .findFirst()
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
        return reached.stream()
                .filter(each -> each.at().isAfter() == isAfter)
                .map(each -> new ShownEntity(each.at().id(), each.size(), each.summary()))
                .sorted(LARGEST_FIRST)
                .toList();
    }

    private List<JsonNode> golden() {
        List<JsonNode> values = new ArrayList<>();
        if (found.before() == 1 && found.after() == 1) {
            GoldenChanges.between(one(false), one(true)).forEach(values::add);
        }
        return values;
    }

    private ObjectNode one(boolean isAfter) {
        return row(
                reached.stream()
                        .map(Reached::at)
                        .filter(at -> at.isAfter() == isAfter)
                        .findFirst()
                        .orElse(new EntityAt(isAfter, "")));
    }

    /** The latest value of some attributes. */
    private static String summary(ObjectNode row) {
        Map<String, String> latest = new TreeMap<>();
        // Golden values are sorted by attribute, then start: the last one is the latest.
        row.path("golden")
                .forEach(
                        each ->
                                latest.put(
                                        each.path("attr").asText(), each.path("value").asText()));
        String text = String.join(", ", latest.values().stream().limit(SUMMARY_VALUES).toList());
        return text.codePointCount(0, text.length()) <= SUMMARY_LENGTH
                ? text
                : text.substring(0, text.offsetByCodePoints(0, SUMMARY_LENGTH - 1)) + "…";
    }
}
