package io.kindred.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.kindred.model.Decision;
import io.kindred.model.Descriptor;
import io.kindred.model.Query;
import io.kindred.model.Query.Condition;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.oracle.Arrival;
import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;

/** Records, decisions and queries of the worked cases. */
final class InputJson {

    private InputJson() {}

    static SourceRecord record(JsonNode json) {
        return new SourceRecord(
                new RecordIdentity(
                        json.path("entity_type").asText(),
                        json.path("perspective").asText(),
                        json.path("uid").asText()),
                version(json),
                op(json),
                list(json.path("descriptors"), InputJson::descriptor));
    }

    private static Op op(JsonNode json) {
        return Op.valueOf(json.path("op").asText("upsert").toUpperCase(Locale.ROOT));
    }

    /** A record or a decision. */
    static Arrival arrival(JsonNode json) {
        return json.has("decision")
                ? new Arrival.OfDecision(decision(json))
                : new Arrival.OfRecord(record(json));
    }

    private static Decision decision(JsonNode json) {
        return Decision.about(
                decided(json, "left"),
                decided(json, "right"),
                version(json),
                op(json),
                Verdict.valueOf(json.path("decision").asText().toUpperCase(Locale.ROOT)),
                json.path("reason").asText(""));
    }

    private static RecordIdentity decided(JsonNode json, String side) {
        return new RecordIdentity(
                json.path("entity_type").asText(),
                json.path(side).path("perspective").asText(),
                json.path(side).path("uid").asText());
    }

    private static OptionalLong version(JsonNode json) {
        return json.hasNonNull("version")
                ? OptionalLong.of(json.path("version").longValue())
                : OptionalLong.empty();
    }

    static Query query(JsonNode json) {
        return new Query(
                json.path("entity_type").asText(),
                list(
                        json.path("where"),
                        condition ->
                                new Condition(
                                        condition.path("attr").asText(),
                                        condition.path("value").asText())),
                interval(json));
    }

    static Interval interval(JsonNode json) {
        return new Interval(
                json.hasNonNull("start") ? json.path("start").longValue() : Interval.MIN,
                json.hasNonNull("end") ? json.path("end").longValue() : Interval.MAX);
    }

    /** The items of an array; none if it is missing or null. */
    static <T> List<T> list(JsonNode array, Function<JsonNode, T> item) {
        List<T> items = new ArrayList<>();
        array.forEach(node -> items.add(item.apply(node)));
        return items;
    }

    static List<String> strings(JsonNode array) {
        return list(array, JsonNode::asText);
    }

    static Descriptor descriptor(JsonNode json) {
        return new Descriptor(
                json.path("attr").asText(), json.path("value").asText(), interval(json));
    }
}
