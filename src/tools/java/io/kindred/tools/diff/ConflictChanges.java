package io.kindred.tools.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.model.CodePointOrder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Conflicts that are new, over or other than before.
 *
 * @param counts by kind of conflict, such as {@code direct}
 * @param changes the conflicts that were opened or resolved, those of most records first
 */
public record ConflictChanges(Map<String, Counts> counts, List<ShownConflict> changes) {

    /** The most entities and values that are shown of a conflict. */
    private static final int SHOWN = 20;

    /** Values beyond this are cut. */
    private static final int LENGTH = 200;

    /**
     * How many conflicts of a kind there are.
     *
     * @param same as before, in all that the row says
     * @param opened only in the second result
     * @param resolved only in the first one
     * @param changed in both, with other values, times, entities or records
     */
    public record Counts(long same, long opened, long resolved, long changed) {

        private Counts plus(Counts other) {
            return new Counts(
                    same + other.same,
                    opened + other.opened,
                    resolved + other.resolved,
                    changed + other.changed);
        }
    }

    /**
     * A conflict that was opened or resolved.
     *
     * @param kind of conflict
     * @param about the attribute, key or constraint
     * @param values at most {@value #SHOWN}
     * @param start of the time at which it is there, as in the row
     * @param end of that time
     * @param entities at most {@value #SHOWN} ids
     * @param records how many take part
     */
    public record ShownConflict(
            Change change,
            String kind,
            String conflictId,
            String entityType,
            String about,
            List<String> values,
            JsonNode start,
            JsonNode end,
            List<String> entities,
            long records) {}

    /** How a conflict changed. */
    public enum Change {
        OPENED,
        RESOLVED
    }

    private record Conflict(Change change, String id, long records) {
        private static final Comparator<Conflict> ORDER =
                Comparator.comparingLong(Conflict::records)
                        .reversed()
                        .thenComparing(Conflict::id, CodePointOrder.STRINGS);
    }

    /**
     * Counts the conflicts of both results, and finds those that were opened or resolved.
     *
     * @param most the most that are listed
     */
    static ConflictChanges of(Sides sides, int most) {
        Map<String, Counts> counts = new TreeMap<>();
        Top<Conflict> top = new Top<>(most, Conflict.ORDER);
        sides.join(
                Output.CONFLICTS,
                (id, before, after) -> {
                    ObjectNode row = after.or(() -> before).orElseThrow();
                    counts.merge(row.path("kind").asText(), counts(before, after), Counts::plus);
                    if (before.isEmpty() || after.isEmpty()) {
                        top.add(
                                new Conflict(
                                        before.isEmpty() ? Change.OPENED : Change.RESOLVED,
                                        id,
                                        records(row)));
                    }
                });
        List<ShownConflict> shown = new ArrayList<>();
        for (Conflict conflict : top.items()) {
            sides.view(conflict.change() == Change.OPENED)
                    .current(Output.CONFLICTS, conflict.id())
                    .ifPresent(row -> shown.add(shown(conflict, row)));
        }
        return new ConflictChanges(counts, shown);
    }

    private static Counts counts(Optional<ObjectNode> before, Optional<ObjectNode> after) {
        if (before.isEmpty() || after.isEmpty()) {
            return new Counts(0, before.isEmpty() ? 1 : 0, after.isEmpty() ? 1 : 0, 0);
        }
        boolean isSame = content(before.get()).equals(content(after.get()));
        return new Counts(isSame ? 1 : 0, 0, 0, isSame ? 0 : 1);
    }

    private static JsonNode content(ObjectNode row) {
        return row.without(List.of("revision", "recorded_at"));
    }

    /** How many records take part. A record may be under several values, but is in one entity. */
    private static long records(JsonNode row) {
        long records = 0;
        for (JsonNode entity : row.path("entities")) {
            records += entity.path("records").size();
        }
        long byValue = 0;
        for (JsonNode value : row.path("values")) {
            byValue += value.path("records").size();
        }
        // Rows of earlier releases have no records by entity.
        return records > 0 ? records : Math.max(byValue, row.path("records").size());
    }

    private static ShownConflict shown(Conflict conflict, ObjectNode row) {
        String kind = row.path("kind").asText();
        return new ShownConflict(
                conflict.change(),
                kind,
                conflict.id(),
                row.path("entity_type").asText(),
                switch (kind) {
                    case "direct" -> row.path("attr").asText();
                    case "indirect" -> row.path("key").asText();
                    default -> row.path("constraint").asText();
                },
                values(row),
                row.path("start"),
                row.path("end"),
                entities(row),
                conflict.records());
    }

    private static List<String> values(JsonNode row) {
        List<String> values = new ArrayList<>();
        row.path("values").forEach(each -> values.add(each.path("value").asText()));
        row.path("key_values").forEach(each -> values.add(each.asText()));
        if (row.has("value")) {
            values.add(row.path("value").asText());
        }
        return values.stream().limit(SHOWN).map(ConflictChanges::cut).toList();
    }

    private static List<String> entities(JsonNode row) {
        List<String> entities = new ArrayList<>();
        for (JsonNode entity : row.path("entities")) {
            entities.add(entity.isTextual() ? entity.asText() : entity.path("entity_id").asText());
        }
        if (entities.isEmpty() && row.hasNonNull("entity_id")) {
            entities.add(row.path("entity_id").asText());
        }
        return entities.stream().limit(SHOWN).toList();
    }

    private static String cut(String value) {
        return value.codePointCount(0, value.length()) <= LENGTH
                ? value
                : value.substring(0, value.offsetByCodePoints(0, LENGTH - 1)) + "…";
    }

    /** Whether anything differs. */
    boolean hasChanges() {
        return counts.values().stream()
                .anyMatch(each -> each.opened + each.resolved + each.changed > 0);
    }
}
