package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the keys of messages as rows. A schema around a key is taken off. */
final class MessageKey {

    private static final String SCHEMA = "schema";
    private static final String PAYLOAD = "payload";

    /** The beginning of a JSON object, not of a text such as {@code {6F96-19FF}}. */
    private static final Pattern OBJECT = Pattern.compile("\\s*\\{\\s*[\"}]");

    private final JsonRow rows;
    private final Encoding encoding;
    private final String uid;

    /**
     * @param uid the column that a key of one value is
     */
    MessageKey(JsonRow rows, Encoding encoding, String uid) {
        this.rows = rows;
        this.encoding = encoding;
        this.uid = uid;
    }

    /** The columns in a key that is an object. */
    Map<String, Cell> object(byte[] key) throws RejectedInputException {
        return JsonLine.read(encoding, key, this::row);
    }

    /**
     * The columns in any key: those of an object, or the uid, which is a value with a schema, the
     * content of a JSON string, or any other text as it is.
     */
    Map<String, Cell> columns(byte[] key) throws RejectedInputException {
        if (encoding.isBinary(key)) {
            return JsonLine.readAny(encoding, key, this::binary);
        }
        String text = InputText.text(key);
        return OBJECT.matcher(text).lookingAt()
                ? object(key)
                : Map.of(uid, new Cell.Csv(JsonLine.unquoted(text)));
    }

    private Map<String, Cell> binary(JsonParser json) throws IOException, RejectedInputException {
        return json.currentToken() == JsonToken.START_OBJECT
                ? row(json)
                : Map.of(uid, Cell.Json.read(json, uid));
    }

    private Map<String, Cell> row(JsonParser json) throws IOException, RejectedInputException {
        Map<String, Cell> row = new HashMap<>();
        boolean hasSchema = false;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            if (token == JsonToken.START_OBJECT && name.equals(PAYLOAD)) {
                row.putAll(rows.read(json));
            } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                row.put(name, Cell.Json.read(json, name));
            } else {
                hasSchema |= name.equals(SCHEMA);
                json.skipChildren();
            }
        }
        boolean isOneValue = hasSchema && row.keySet().equals(Set.of(PAYLOAD));
        return isOneValue && !row.containsKey(uid) ? Map.of(uid, row.get(PAYLOAD)) : row;
    }
}
