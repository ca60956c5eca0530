package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;

import java.io.IOException;

/** What a reader does with fields of a JSON object that it does not know. */
enum UnknownFields {
    /** Ignores them: source systems send fields that Kindred does not need. */
    SKIPPED,

    /** Refuses them: in a question, ignoring a misspelt field would give a wrong answer. */
    REFUSED;

    /**
     * Skips the current value, or refuses it.
     *
     * @param expected the fields that the object may have
     */
    void read(JsonParser json, String name, String expected)
            throws IOException, RejectedInputException {
        if (this == REFUSED) {
            throw refusal(name, expected);
        }
        json.skipChildren();
    }

    /** The error for a field that is refused. */
    static RejectedInputException refusal(String name, String expected) {
        return new RejectedInputException(
                "the field " + InputText.quoted(name) + " is unknown, expected " + expected);
    }
}
