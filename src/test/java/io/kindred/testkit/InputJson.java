package io.kindred.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.kindred.model.Descriptor;
import io.kindred.model.Query;
import io.kindred.model.Query.Condition;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/** Records and queries of the worked cases. */
final class InputJson {

    private InputJson() {}

    static SourceRecord record(JsonNode json) {
        return new SourceRecord(
                new RecordIdentity(
                        json.path("entity_type").asText(),
                        json.path("perspective").asText(),
                        json.path("uid").asText()),
                json.hasNonNull("version")
                        ? OptionalLong.of(json.path("version").longValue())
                        : OptionalLong.empty(),
                "delete".equals(json.path("op").asText()) ? Op.DELETE : Op.UPSERT,
                list(json.path("descriptors"), InputJson::descriptor));
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

    private static Descriptor descriptor(JsonNode json) {
        return new Descriptor(
                json.path("attr").asText(), json.path("value").asText(), interval(json));
    }
}
