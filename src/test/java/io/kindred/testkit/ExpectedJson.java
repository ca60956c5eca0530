package io.kindred.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.kindred.model.Conflict;
import io.kindred.model.Conflict.DecidedPair;
import io.kindred.model.Conflict.Role;
import io.kindred.model.Conflict.Side;
import io.kindred.model.Conflict.ValueRecords;
import io.kindred.model.Entity;
import io.kindred.model.GenericKey;
import io.kindred.model.GoldenCell;
import io.kindred.model.GoldenRow;
import io.kindred.model.GoldenValue;
import io.kindred.model.QueryAnswer;
import io.kindred.model.QueryAnswer.Match;
import io.kindred.model.QueryAnswer.Overlap;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.Ontology;
import io.kindred.oracle.OracleResult;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Expected results of the worked cases. */
final class ExpectedJson {

    private ExpectedJson() {}

    static Entity entity(JsonNode json) {
        String entityType = json.path("entity_type").asText();
        return new Entity(
                json.path("entity_id").asText(),
                entityType,
                records(entityType, json.path("records")),
                golden(json));
    }

    static GoldenRow goldenRow(JsonNode json) {
        String id = json.path("golden_value_id").asText();
        String entityType = json.path("entity_type").asText();
        GoldenCell cell =
                new GoldenCell(id, goldenValue(json), records(entityType, json.path("records")));
        if (!cell.perspectives().equals(InputJson.strings(json.path("perspectives")))) {
            throw new AssertionError("the perspectives are not those of the records: " + json);
        }
        return new GoldenRow(id, json.path("entity_id").asText(), entityType, Optional.of(cell));
    }

    static GenericKey genericKey(JsonNode json) {
        return new GenericKey(
                json.path("entity_type").asText(),
                json.path("key").asText(),
                InputJson.strings(json.path("values")),
                json.path("records").longValue());
    }

    /** A conflict; whether its key has a test is not to be seen there. */
    static Conflict conflict(JsonNode json) {
        String kind = json.path("kind").asText();
        return switch (kind) {
            case "direct" -> direct(json);
            case "indirect" -> indirect(json);
            case "constraint" -> uniqueness(json);
            default -> throw new IllegalArgumentException("unknown kind " + kind);
        };
    }

    /**
     * A conflict under an ontology that says whether its key has a test.
     *
     * @param entities say which record is in which entity, where the conflict does not
     */
    static Conflict conflict(JsonNode json, Ontology ontology, List<Entity> entities) {
        Conflict conflict = conflict(json);
        return conflict instanceof Conflict.Indirect indirect
                ? new Conflict.Indirect(
                        indirect.entityType(),
                        indirect.key(),
                        indirect.keyValues(),
                        indirect.interval(),
                        ontology.rules(indirect.entityType()).orElseThrow().identityKeys().stream()
                                .anyMatch(
                                        key -> key.isTested() && key.name().equals(indirect.key())),
                        indirect.score(),
                        indirect.strongIdentifiers(),
                        indirect.decisions(),
                        indirect.sides())
                : OracleResult.divided(conflict, entities);
    }

    static QueryAnswer answer(JsonNode json) {
        Optional<Overlap> conflict =
                Optional.of(json.path("conflict"))
                        .filter(node -> !node.isMissingNode())
                        .map(
                                node ->
                                        new Overlap(
                                                InputJson.interval(node),
                                                InputJson.strings(node.path("entities"))));
        String outcome = conflict.isPresent() ? "conflict" : "matches";
        if (!outcome.equals(json.path("outcome").asText())) {
            throw new IllegalArgumentException("the outcome is not " + outcome + ": " + json);
        }
        return new QueryAnswer(
                InputJson.list(
                        json.path("matches"),
                        match ->
                                new Match(
                                        match.path("entity_id").asText(),
                                        InputJson.interval(match),
                                        golden(match))),
                conflict);
    }

    private static Conflict direct(JsonNode json) {
        String entityType = json.path("entity_type").asText();
        return new Conflict.Direct(
                entityType,
                json.path("entity_id").asText(),
                json.path("attr").asText(),
                InputJson.interval(json),
                Conflict.Scope.valueOf(upper(json.path("scope"))),
                InputJson.list(
                        json.path("values"),
                        value ->
                                new ValueRecords(
                                        value.path("value").asText(),
                                        records(entityType, value.path("records")))),
                InputJson.strings(json.path("violates")));
    }

    private static Conflict indirect(JsonNode json) {
        String entityType = json.path("entity_type").asText();
        return new Conflict.Indirect(
                entityType,
                json.path("key").asText(),
                InputJson.strings(json.path("key_values")),
                InputJson.interval(json),
                false,
                json.has("score")
                        ? OptionalLong.of(json.path("score").longValue())
                        : OptionalLong.empty(),
                InputJson.strings(json.path("strong_identifiers")),
                InputJson.list(json.path("decisions"), pair -> pair(entityType, pair)),
                InputJson.list(
                        json.path("entities"),
                        side ->
                                new Side(
                                        side.path("entity_id").asText(),
                                        Role.valueOf(upper(side.path("role"))),
                                        records(entityType, side.path("records")))));
    }

    private static DecidedPair pair(String entityType, JsonNode json) {
        List<RecordIdentity> two = records(entityType, json);
        return new DecidedPair(two.get(0), two.get(1));
    }

    private static Conflict uniqueness(JsonNode json) {
        String entityType = json.path("entity_type").asText();
        return new Conflict.Uniqueness(
                entityType,
                json.path("constraint").asText(),
                json.path("attr").asText(),
                json.hasNonNull("perspective")
                        ? Optional.of(json.path("perspective").asText())
                        : Optional.empty(),
                json.path("value").asText(),
                InputJson.interval(json),
                InputJson.list(json.path("entities"), share -> share(entityType, share)),
                records(entityType, json.path("records")));
    }

    /** Of a conflict of {@code conflicts_format} 2, or only the id of an entity. */
    private static Conflict.Share share(String entityType, JsonNode json) {
        return json.isTextual()
                ? new Conflict.Share(json.asText(), List.of())
                : new Conflict.Share(
                        json.path("entity_id").asText(), records(entityType, json.path("records")));
    }

    private static List<GoldenValue> golden(JsonNode json) {
        return InputJson.list(json.path("golden"), ExpectedJson::goldenValue);
    }

    private static GoldenValue goldenValue(JsonNode row) {
        return new GoldenValue(
                row.path("attr").asText(), row.path("value").asText(), InputJson.interval(row));
    }

    private static List<RecordIdentity> records(String entityType, JsonNode array) {
        return InputJson.list(
                array,
                record ->
                        new RecordIdentity(
                                entityType,
                                record.path("perspective").asText(),
                                record.path("uid").asText()));
    }

    private static String upper(JsonNode text) {
        return text.asText().toUpperCase(Locale.ROOT);
    }
}
