package io.kindred.tools.diff;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;

import java.io.IOException;
import java.util.Locale;

/** Writes differences as JSON: fields in snake_case, in the order of the records, with nulls. */
public final class DiffJson {

    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .registerModule(new SimpleModule().addSerializer(new LowerCase()));

    private DiffJson() {}

    /** One object on several lines. */
    public static String indented(ResultDiff diff) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(diff) + '\n';
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("differences are always JSON", e);
        }
    }

    /** One object on one line. */
    static String dense(ResultDiff diff) {
        try {
            return JSON.writeValueAsString(diff);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("differences are always JSON", e);
        }
    }

    /** Names of constants in lower case. */
    @SuppressWarnings("rawtypes") // As Jackson has the type.
    private static final class LowerCase extends StdSerializer<Enum> {

        private static final long serialVersionUID = 1L;

        private LowerCase() {
            super(Enum.class);
        }

        @Override
        public void serialize(Enum value, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeString(value.name().toLowerCase(Locale.ROOT));
        }
    }
}
