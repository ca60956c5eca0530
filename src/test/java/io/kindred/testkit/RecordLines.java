package io.kindred.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.model.Descriptor;
import io.kindred.model.SourceRecord;
import io.kindred.temporal.Interval;

import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Writes records in the format {@code record}, on the timeline {@code integer}. */
public final class RecordLines {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordLines() {}

    /** One line, without its end. */
    public static String of(SourceRecord record) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("entity_type", record.identity().entityType());
        json.put("perspective", record.identity().perspective());
        json.put("uid", record.identity().uid());
        json.put("version", record.version().isPresent() ? record.version().getAsLong() : null);
        json.put("op", record.op().name().toLowerCase(Locale.ROOT));
        json.put(
                "descriptors", record.descriptors().stream().map(RecordLines::descriptor).toList());
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> descriptor(Descriptor descriptor) {
        Interval interval = descriptor.interval();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("attr", descriptor.attribute());
        json.put("value", descriptor.value());
        json.put("start", interval.start() == Interval.MIN ? null : interval.start());
        json.put("end", interval.end() == Interval.MAX ? null : interval.end());
        return json;
    }
}
