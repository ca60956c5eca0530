package io.kindred.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.kindred.model.Descriptor;
import io.kindred.model.Entity;
import io.kindred.model.GoldenValue;
import io.kindred.model.QueryAnswer;
import io.kindred.model.QueryAnswer.Match;
import io.kindred.model.RecordIdentity;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Writes the answers of the command line: one JSON object each, without line breaks. Infinite times
 * are null.
 */
public final class AnswerJson {

    private static final JsonFactory JSON = new JsonFactory();

    private final Timeline timeline;

    public AnswerJson(Timeline timeline) {
        this.timeline = timeline;
    }

    public String of(QueryAnswer answer) {
        return object(
                json -> {
                    json.writeStringField(
                            "outcome", answer.conflict().isPresent() ? "conflict" : "matches");
                    json.writeArrayFieldStart("matches");
                    for (Match match : answer.matches()) {
                        json.writeStartObject();
                        json.writeStringField("entity_id", match.entityId());
                        interval(json, match.interval());
                        golden(json, match.golden());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    if (answer.conflict().isPresent()) {
                        json.writeObjectFieldStart("conflict");
                        interval(json, answer.conflict().get().interval());
                        json.writeArrayFieldStart("entities");
                        for (String entity : answer.conflict().get().entities()) {
                            json.writeString(entity);
                        }
                        json.writeEndArray();
                        json.writeEndObject();
                    }
                });
    }

    /** A record with its entity. */
    public String of(RecordIdentity record, String entityId, List<Descriptor> descriptors) {
        return object(
                json -> {
                    json.writeStringField("entity_type", record.entityType());
                    json.writeStringField("perspective", record.perspective());
                    json.writeStringField("uid", record.uid());
                    json.writeStringField("entity_id", entityId);
                    json.writeArrayFieldStart("descriptors");
                    for (Descriptor descriptor : descriptors) {
                        value(
                                json,
                                descriptor.attribute(),
                                descriptor.value(),
                                descriptor.interval());
                    }
                    json.writeEndArray();
                });
    }

    public String of(Entity entity) {
        return object(
                json -> {
                    json.writeStringField("entity_id", entity.id());
                    json.writeStringField("entity_type", entity.entityType());
                    json.writeArrayFieldStart("records");
                    for (RecordIdentity record : entity.records()) {
                        json.writeStartObject();
                        json.writeStringField("perspective", record.perspective());
                        json.writeStringField("uid", record.uid());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    golden(json, entity.golden());
                });
    }

    private void golden(JsonGenerator json, List<GoldenValue> golden) throws IOException {
        json.writeArrayFieldStart("golden");
        for (GoldenValue value : golden) {
            value(json, value.attribute(), value.value(), value.interval());
        }
        json.writeEndArray();
    }

    private void value(JsonGenerator json, String attribute, String value, Interval interval)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("attr", attribute);
        json.writeStringField("value", value);
        interval(json, interval);
        json.writeEndObject();
    }

    private void interval(JsonGenerator json, Interval interval) throws IOException {
        bound(json, "start", interval.start() == Interval.MIN, interval.start());
        bound(json, "end", interval.end() == Interval.MAX, interval.end());
    }

    private void bound(JsonGenerator json, String field, boolean isInfinite, long point)
            throws IOException {
        if (isInfinite) {
            json.writeNullField(field);
        } else if (timeline == Timeline.INTEGER) {
            json.writeNumberField(field, point);
        } else {
            json.writeStringField(field, timeline.format(point));
        }
    }

    private static String object(Fields fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return text.toString();
    }

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }
}
