package io.kindred.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.model.Decision;
import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.oracle.Arrival;
import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Records and decisions as lines of the record format, on the timeline {@code integer}. */
public final class RecordJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordJson() {}

    public static String line(SourceRecord source) {
        ObjectNode json = JSON.createObjectNode();
        json.put("entity_type", source.identity().entityType());
        json.put("perspective", source.identity().perspective());
        json.put("uid", source.identity().uid());
        source.version().ifPresent(version -> json.put("version", version));
        if (source.op() != Op.UPSERT) {
            json.put("op", source.op().name().toLowerCase(Locale.ROOT));
        }
        ArrayNode descriptors = json.putArray("descriptors");
        for (Descriptor descriptor : source.descriptors()) {
            ObjectNode item = descriptors.addObject();
            item.put("attr", descriptor.attribute()).put("value", descriptor.value());
            Interval interval = descriptor.interval();
            if (interval.start() != Interval.MIN) {
                item.put("start", interval.start());
            }
            if (interval.end() != Interval.MAX) {
                item.put("end", interval.end());
            }
        }
        return json.toString();
    }

    /**
     * A record of a person in {@code crm}.
     *
     * @param interval of all values
     * @param values attributes and values in turn
     */
    public static String person(String uid, Interval interval, String... values) {
        List<Descriptor> descriptors = new ArrayList<>();
        for (int i = 0; i < values.length; i += 2) {
            descriptors.add(new Descriptor(values[i], values[i + 1], interval));
        }
        return line(
                SourceRecord.upsert(
                        new RecordIdentity("person", "crm", uid),
                        OptionalLong.empty(),
                        descriptors));
    }

    /**
     * @throws IllegalArgumentException if it is the time
     */
    public static String line(Arrival arrival) {
        if (arrival instanceof Arrival.OfRecord of) {
            return line(of.record());
        }
        if (arrival instanceof Arrival.OfDecision of) {
            return line(of.decision());
        }
        throw new IllegalArgumentException("no line: " + arrival);
    }

    public static String line(Decision decision) {
        ObjectNode json = JSON.createObjectNode();
        json.put("decision", decision.verdict().text());
        json.put("entity_type", decision.lesser().entityType());
        side(json.putObject("left"), decision.lesser());
        side(json.putObject("right"), decision.greater());
        decision.version().ifPresent(version -> json.put("version", version));
        if (decision.op() == Op.DELETE) {
            json.put("op", "delete");
        }
        if (!decision.reason().isEmpty()) {
            json.put("reason", decision.reason());
        }
        return json.toString();
    }

    private static void side(ObjectNode json, RecordIdentity record) {
        json.put("perspective", record.perspective()).put("uid", record.uid());
    }

    /** The record or decision that a line is, or none if it has no entity type. */
    public static Optional<Arrival> arrival(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            return json.has("entity_type")
                    ? Optional.of(InputJson.arrival(json))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }

    /** The record that a line is, or none if it has no entity type or is a decision. */
    public static Optional<SourceRecord> record(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            return json.has("entity_type") && !json.has("decision")
                    ? Optional.of(InputJson.record(json))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }
}
