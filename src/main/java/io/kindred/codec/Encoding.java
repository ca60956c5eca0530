package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;

import java.io.IOException;

/**
 * How the values or keys of messages are encoded. Whatever that is, they are read as the tokens of
 * JSON. A time of which the schema says what it is has the name of its schema as {@linkplain
 * JsonParser#getTypeId() type id}.
 */
public interface Encoding {

    /** Text in JSON. */
    Encoding JSON = JsonLine::parser;

    /** The JSON of a row of a binary file. Another encoding of its texts cannot be set. */
    Encoding ROW =
            bytes -> {
                try {
                    return JSON.open(bytes);
                } catch (NotUtf8Exception e) {
                    throw e.within("a text in the row");
                }
            };

    /**
     * Opens a value or key.
     *
     * @throws RejectedInputException if it is not encoded like that
     */
    JsonParser open(byte[] bytes) throws IOException, RejectedInputException;

    /** Whether a value is not a text. */
    default boolean isBinary(byte[] bytes) {
        return false;
    }
}
