package io.kindred.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.kindred.codec.ConfigValue.Mapping;
import io.kindred.codec.ConfigValue.Scalar;
import io.kindred.codec.ConfigValue.Sequence;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** Writes configuration as canonical JSON: on one line, without comments, fields sorted by name. */
final class CanonicalJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private CanonicalJson() {}

    static String write(ConfigValue value) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            write(value, json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return out.toString();
    }

    private static void write(ConfigValue value, JsonGenerator json) throws IOException {
        if (value instanceof Mapping mapping) {
            json.writeStartObject();
            for (Map.Entry<String, ConfigValue> field :
                    new TreeMap<>(mapping.fields()).entrySet()) {
                json.writeFieldName(field.getKey());
                write(field.getValue(), json);
            }
            json.writeEndObject();
        } else if (value instanceof Sequence sequence) {
            json.writeStartArray();
            for (ConfigValue item : sequence.items()) {
                write(item, json);
            }
            json.writeEndArray();
        } else if (value instanceof Scalar scalar) {
            write(scalar, json);
        }
    }

    private static void write(Scalar scalar, JsonGenerator json) throws IOException {
        switch (scalar.kind()) {
            case INTEGER -> json.writeNumber(scalar.integer());
            case BOOLEAN -> json.writeBoolean(scalar.bool());
            case NULL -> json.writeNull();
            case DECIMAL -> write(scalar.text(), json);
            case TEXT -> json.writeString(scalar.text());
        }
    }

    /**
     * Writes digit by digit, without rounding. What is no number in JSON, such as .inf, is text.
     */
    private static void write(String decimal, JsonGenerator json) throws IOException {
        if (ConfigValue.DECIMAL.matcher(decimal).matches()) {
            json.writeNumber(decimal);
        } else {
            json.writeString(decimal);
        }
    }
}
