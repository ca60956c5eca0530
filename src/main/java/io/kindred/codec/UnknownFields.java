package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;

import java.io.IOException;

/** What is done with fields of a JSON object that mean nothing. */
enum UnknownFields {
    /** Of input: systems send more than is read. */
    SKIPPED,

    /** Of what people write to ask something: a misspelt field would get a wrong answer. */
    REFUSED;

    /**
     * Skips the current value, or refuses it.
     *
     * @param expected the fields that the object may have
     */
    void read(JsonParser json, String name, String expected)
            throws IOException, RejectedInputException {
        if (this == REFUSED) {
            throw new RejectedInputException(
                    "the field " + InputText.quoted(name) + " is unknown, expected " + expected);
        }
        json.skipChildren();
    }
}
