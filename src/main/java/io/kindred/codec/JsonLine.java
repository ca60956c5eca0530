package io.kindred.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.regex.Pattern;

/** One JSON object, and nothing else, read token by token. What is not one is rejected. */
final class JsonLine {

    /**
     * Names are not interned, and a crowded symbol table is no error: it is the input that chooses
     * them.
     */
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                    .build();

    /** Where Jackson read from and what a Java programmer would do about it: noise here. */
    private static final Pattern NOISE =
            Pattern.compile(
                    "( \\(start marker at|\\R| at) *\\[Source: .*|, from `[^`]*`|: enable `.*",
                    Pattern.DOTALL);

    private JsonLine() {}

    /** Reads an object whose opening brace was read, up to and with its closing brace. */
    @FunctionalInterface
    interface Body<T> {
        T read(JsonParser json) throws IOException, RejectedInputException;
    }

    static <T> T read(byte[] bytes, Body<T> body) throws RejectedInputException {
        InputText.check(bytes);
        try (JsonParser json = FACTORY.createParser(bytes)) {
            JsonToken first = json.nextToken();
            if (first == null) {
                throw new RejectedInputException("blank, expected a JSON object");
            }
            if (first != JsonToken.START_OBJECT) {
                throw new RejectedInputException("expected a JSON object, found " + found(json));
            }
            T result = body.read(json);
            if (json.nextToken() != null) {
                throw new RejectedInputException(
                        "expected the end after the JSON object, found " + found(json));
            }
            return result;
        } catch (JsonProcessingException e) {
            throw new RejectedInputException("not JSON" + near(e) + ": " + reason(e));
        } catch (IOException e) {
            throw new RejectedInputException("not JSON: " + e.getMessage());
        }
    }

    /** A string that is Unicode text. */
    static String string(JsonParser json, String path) throws IOException, RejectedInputException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new RejectedInputException(path + " is " + found(json) + ", expected a string");
        }
        return InputText.checkUnicode(json.getText(), path);
    }

    /** A string, or a number or boolean as its JSON text. */
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

    /** An integer that is written as one and fits 64 bits. */
    static long integer(JsonParser json, String path) throws IOException, RejectedInputException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            try {
                return Long.parseLong(json.getText());
            } catch (NumberFormatException e) {
                // Too large: said below.
            }
        }
        throw new RejectedInputException(
                path + " is " + found(json) + ", expected a 64-bit integer");
    }

    /** The current value as an error shows it. */
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

    /** Jackson points now at the token, now behind it, and for what is too large nowhere. */
    private static String near(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return location == null ? "" : " near byte " + location.getByteOffset();
    }

    /** What is wrong, in Jackson's words. */
    static String reason(JsonProcessingException e) {
        return NOISE.matcher(e.getOriginalMessage()).replaceAll("");
    }
}
