package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * A change event in Debezium's format, with or without the envelope that contains the schema.
 * Fields that are missing in the event are empty or null.
 */
final class ChangeEvent {

    private static final String BEFORE = "before";
    private static final String AFTER = "after";
    private static final String SOURCE = "source";
    private static final String OP = "op";
    private static final String PAYLOAD = "payload";
    private static final String SCHEMA = "schema";

    private String op = "";
    private @Nullable Map<String, Cell> before;
    private @Nullable Map<String, Cell> after;
    private final Map<String, Cell> source = new HashMap<>();
    private ConnectSchema schema = ConnectSchema.NONE;

    private ChangeEvent() {}

    /** Reads the event in the value of a message. */
    static ChangeEvent read(byte[] value, Encoding encoding, JsonRow rows)
            throws RejectedInputException {
        return JsonLine.read(
                encoding,
                value,
                json -> {
                    ChangeEvent event = new ChangeEvent();
                    event.fill(json, rows);
                    event.nameTimes();
                    return event;
                });
    }

    /** The operation, such as {@code c}, {@code u}, {@code d} or {@code r}; empty if missing. */
    String op() {
        return op;
    }

    @Nullable Map<String, Cell> before() {
        return before;
    }

    @Nullable Map<String, Cell> after() {
        return after;
    }

    /**
     * The fields of {@code source} that are not null: connector, position in the log and the like.
     */
    Map<String, Cell> source() {
        return source;
    }

    private void fill(JsonParser json, JsonRow rows) throws IOException, RejectedInputException {
        SeenFields seen = new SeenFields();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            switch (name) {
                case SCHEMA -> {
                    seen.add(name);
                    if (token == JsonToken.START_OBJECT) {
                        schema = ConnectSchema.read(json);
                    } else {
                        json.skipChildren();
                    }
                }
                case PAYLOAD -> {
                    seen.add(name);
                    if (isObject(json, token, name)) {
                        fill(json, rows);
                    }
                }
                case OP -> {
                    seen.add(name);
                    op = JsonLine.string(json, name);
                }
                case BEFORE -> {
                    seen.add(name);
                    before = row(json, token, name, rows);
                }
                case AFTER -> {
                    seen.add(name);
                    after = row(json, token, name, rows);
                }
                case SOURCE -> {
                    seen.add(name);
                    if (isObject(json, token, name)) {
                        source(json);
                    }
                }
                default -> json.skipChildren();
            }
        }
    }

    private void nameTimes() {
        if (before != null) {
            schema.row(BEFORE).name(before);
        }
        if (after != null) {
            schema.row(AFTER).name(after);
        }
    }

    private void source(JsonParser json) throws IOException, RejectedInputException {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                source.put(name, Cell.Json.read(json, name));
            } else {
                json.skipChildren();
            }
        }
    }

    private static @Nullable Map<String, Cell> row(
            JsonParser json, JsonToken token, String name, JsonRow rows)
            throws IOException, RejectedInputException {
        if (!isObject(json, token, name)) {
            return null;
        }
        try {
            return rows.read(json);
        } catch (RejectedInputException e) {
            throw e.within(name);
        }
    }

    private static boolean isObject(JsonParser json, JsonToken token, String name)
            throws IOException, RejectedInputException {
        if (token == JsonToken.START_OBJECT) {
            return true;
        }
        if (token == JsonToken.VALUE_NULL) {
            return false;
        }
        throw new RejectedInputException(
                name + " is " + JsonLine.found(json) + ", expected an object or null");
    }
}
