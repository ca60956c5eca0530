package io.kindred.codec;

import com.fasterxml.jackson.core.JsonGenerator;

import java.io.CharArrayWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes rows of the dead-letter output: one JSON object in UTF-8 each, without line breaks. */
public final class DeadLetterJson {

    private DeadLetterJson() {}

    /** The row; for a message it includes key and headers. */
    public static byte[] row(DeadLetter letter) {
        CharArrayWriter text = new CharArrayWriter();
        try (JsonGenerator json = OutputJson.generator(text)) {
            json.writeStartObject();
            json.writeStringField("source", letter.source());
            json.writeStringField("position", letter.position());
            json.writeStringField("error", letter.error());
            Message message = letter.message();
            if (message != null && message.value() == null) {
                json.writeNullField("raw");
            } else {
                json.writeStringField("raw", letter.raw());
            }
            if (!letter.rawBase64().isEmpty()) {
                json.writeStringField("raw_base64", letter.rawBase64());
            }
            if (message != null) {
                message(json, message);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw OutputJson.inMemory(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void message(JsonGenerator json, Message message) throws IOException {
        byte[] key = message.key();
        if (key != null) {
            bytes(json, "key", key);
        }
        if (!message.headers().isEmpty()) {
            json.writeArrayFieldStart("headers");
            for (MessageHeader header : message.headers()) {
                json.writeStartObject();
                json.writeStringField("name", header.name());
                byte[] value = header.value();
                if (value == null) {
                    json.writeNullField("value");
                } else {
                    bytes(json, "value", value);
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    private static void bytes(JsonGenerator json, String field, byte[] bytes) throws IOException {
        RawText shown = RawText.of(bytes, bytes.length);
        json.writeStringField(field, shown.text());
        if (!shown.base64().isEmpty()) {
            json.writeStringField(field + "_base64", shown.base64());
        }
        if (shown.shown() < bytes.length) {
            json.writeNumberField(field + "_bytes", bytes.length);
        }
    }
}
