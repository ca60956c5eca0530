package io.kindred.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.regex.Pattern;

/** Reads inputs that consist of one JSON object, token by token; anything else is rejected. */
final class JsonLine {

    /**
     * Field names come from untrusted input: they are not interned, and hash collisions are no
     * error.
     */
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                    .build();

    /**
     * Parts of Jackson's messages that do not help users: the Java source and hints about features.
     */
    private static final Pattern NOISE =
            Pattern.compile(
                    "( \\(start marker at|\\R| at) *\\[Source: .*|, from `[^`]*`|: enable `.*",
                    Pattern.DOTALL);

    private JsonLine() {}

    /** Reads the rest of an object after its opening brace, including the closing brace. */
    @FunctionalInterface
    interface Body<T> {
        T read(JsonParser json) throws IOException, RejectedInputException;
    }

    /** The tokens of a text. */
    static JsonParser parser(byte[] bytes) throws IOException, RejectedInputException {
        return parser(bytes, 0);
    }

    /** The tokens of a text that begins at an index. */
    static JsonParser parser(byte[] bytes, int from) throws IOException, RejectedInputException {
        InputText.check(bytes, from);
        return FACTORY.createParser(bytes, from, bytes.length - from);
    }

    static <T> T read(byte[] bytes, Body<T> body) throws RejectedInputException {
        return read(Encoding.JSON, bytes, body);
    }

    static <T> T read(Encoding encoding, byte[] bytes, Body<T> body) throws RejectedInputException {
        return readAny(
                encoding,
                bytes,
                json -> {
                    if (json.currentToken() == null) {
                        throw new RejectedInputException("blank, expected a JSON object");
                    }
                    if (json.currentToken() != JsonToken.START_OBJECT) {
                        throw new RejectedInputException(
                                "expected a JSON object, found " + found(json));
                    }
                    T result = body.read(json);
                    if (json.nextToken() != null) {
                        throw new RejectedInputException(
                                "expected the end after the JSON object, found " + found(json));
                    }
                    return result;
                });
    }

    /** Reads from the first token on, whatever it is. */
    static <T> T readAny(Encoding encoding, byte[] bytes, Body<T> body)
            throws RejectedInputException {
        try (JsonParser json = encoding.open(bytes)) {
            json.nextToken();
            return body.read(json);
        } catch (JsonProcessingException e) {
            throw new RejectedInputException("not JSON" + near(e) + ": " + reason(e));
        } catch (IOException e) {
            throw new RejectedInputException("not JSON: " + e.getMessage());
        }
    }

    /** The content of a text that is one JSON string; any other text as it is. */
    static String unquoted(String text) throws RejectedInputException {
        if (!text.startsWith("\"")) {
            return text;
        }
        try (JsonParser json = FACTORY.createParser(text)) {
            json.nextToken();
            String content = json.getText();
            return json.nextToken() == null
                    ? InputText.checkUnicode(content, "the JSON string")
                    : text;
        } catch (IOException e) {
            return text;
        }
    }

    /** The current value, which must be a string without unpaired surrogates. */
    static String string(JsonParser json, String path) throws IOException, RejectedInputException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new RejectedInputException(path + " is " + found(json) + ", expected a string");
        }
        return InputText.checkUnicode(json.getText(), path);
    }

    /** The current value as text: a string, number or boolean. */
    static String scalar(JsonParser json, String path) throws IOException, RejectedInputException {
        JsonToken token = json.currentToken();
        if (token.isNumeric() || token.isBoolean()) {
            return json.getText();
        }
        if (token != JsonToken.VALUE_STRING) {
            throw new RejectedInputException(
                    path + " is " + found(json) + ", expected a string, number or boolean");
        }
        return string(json, path);
    }

    /** The current value, which must be a 64-bit integer. */
    static long integer(JsonParser json, String path) throws IOException, RejectedInputException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            try {
                return Long.parseLong(json.getText());
            } catch (NumberFormatException e) {
                // Too large: rejected below.
            }
        }
        throw new RejectedInputException(
                path + " is " + found(json) + ", expected a 64-bit integer");
    }

    /** The current value as shown in errors. */
    static String found(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> InputText.quoted(json.getText());
            default -> json.getText();
        };
    }

    /**
     * Approximate, since Jackson points at the token or behind it. Empty if Jackson knows no
     * location.
     */
    private static String near(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return location == null ? "" : " near byte " + location.getByteOffset();
    }

    /** Jackson's message without noise. */
    static String reason(JsonProcessingException e) {
        return NOISE.matcher(e.getOriginalMessage()).replaceAll("");
    }
}
