package io.kindred.tools.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.kindred.model.Conflict;
import io.kindred.model.Conflict.DecidedPair;
import io.kindred.model.Conflict.Direct;
import io.kindred.model.Conflict.Indirect;
import io.kindred.model.Conflict.Role;
import io.kindred.model.Conflict.Scope;
import io.kindred.model.Conflict.Share;
import io.kindred.model.Conflict.Side;
import io.kindred.model.Conflict.Uniqueness;
import io.kindred.model.Conflict.ValueRecords;
import io.kindred.model.RecordIdentity;
import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Reads rows of open conflicts. Their times are left out, for which nobody asks. */
public final class ConflictRow {

    private final JsonNode row;
    private final String entityType;

    private ConflictRow(JsonNode row) {
        this.row = row;
        this.entityType = row.path("entity_type").asText();
    }

    /**
     * The conflict of a row.
     *
     * @throws IllegalArgumentException if it is not a row of an open conflict
     */
    public static Conflict read(JsonNode row) {
        ConflictRow reader = new ConflictRow(row);
        return switch (row.path("kind").asText()) {
            case "direct" -> reader.direct();
            case "indirect" -> reader.indirect();
            case "constraint" -> reader.constraint();
            default -> throw new IllegalArgumentException("not a row of a conflict");
        };
    }

    /** The entities that take part; in rows of earlier releases perhaps without their records. */
    private Conflict direct() {
        return new Direct(
                entityType,
                text("entity_id"),
                text("attr"),
                Interval.ALWAYS,
                Scope.valueOf(text("scope").toUpperCase(Locale.ROOT)),
                list(
                        "values",
                        each -> new ValueRecords(each.path("value").asText(), records(each))),
                texts("violates"));
    }

    private Conflict indirect() {
        return new Indirect(
                entityType,
                text("key"),
                texts("key_values"),
                Interval.ALWAYS,
                false,
                row.has("score")
                        ? OptionalLong.of(row.path("score").asLong())
                        : OptionalLong.empty(),
                texts("strong_identifiers"),
                list(
                        "decisions",
                        each -> new DecidedPair(identity(each.path(0)), identity(each.path(1)))),
                list(
                        "entities",
                        each ->
                                new Side(
                                        each.path("entity_id").asText(),
                                        Role.valueOf(
                                                each.path("role")
                                                        .asText()
                                                        .toUpperCase(Locale.ROOT)),
                                        records(each))));
    }

    private Conflict constraint() {
        return new Uniqueness(
                entityType,
                text("constraint"),
                text("attr"),
                Optional.of(text("perspective")).filter(each -> row.hasNonNull("perspective")),
                text("value"),
                Interval.ALWAYS,
                list(
                        "entities",
                        each ->
                                new Share(
                                        each.isTextual()
                                                ? each.asText()
                                                : each.path("entity_id").asText(),
                                        records(each))),
                records(row));
    }

    private String text(String name) {
        return row.path(name).asText();
    }

    private List<String> texts(String name) {
        return list(name, JsonNode::asText);
    }

    private <T> List<T> list(String name, Function<JsonNode, T> read) {
        List<T> items = new ArrayList<>();
        row.path(name).forEach(each -> items.add(read.apply(each)));
        return items;
    }

    private List<RecordIdentity> records(JsonNode of) {
        List<RecordIdentity> records = new ArrayList<>();
        of.path("records").forEach(each -> records.add(identity(each)));
        return records;
    }

    private RecordIdentity identity(JsonNode record) {
        return new RecordIdentity(
                entityType, record.path("perspective").asText(), record.path("uid").asText());
    }
}
