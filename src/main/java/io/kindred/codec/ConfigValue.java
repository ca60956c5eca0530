package io.kindred.codec;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A parsed configuration value. Scalars keep their text, so that errors can show it. */
sealed interface ConfigValue {

    /** Decimal numbers as both YAML and JSON write them. */
    Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");

    /** The value as shown in errors, such as {@code the number 3} or {@code a list}. */
    String describe();

    /** The type of a scalar. */
    enum Kind {
        TEXT,
        INTEGER,
        DECIMAL,
        BOOLEAN,
        NULL
    }

    /**
     * A single value.
     *
     * @param text as written, without quotes
     */
    record Scalar(Kind kind, String text) implements ConfigValue {

        private static final int SHOWN = 60;
        private static final Set<String> TRUE = Set.of("true", "yes", "on", "y");

        @Override
        public String describe() {
            return switch (kind) {
                case TEXT -> text.isEmpty() ? "''" : "the text '" + shown() + "'";
                case INTEGER, DECIMAL -> "the number " + shown();
                case BOOLEAN -> "the boolean " + text;
                case NULL -> text.isEmpty() ? "nothing" : text;
            };
        }

        /** The value of an {@link Kind#INTEGER}. */
        BigInteger integer() {
            return new BigInteger(text.replace("_", ""));
        }

        /** The value of a {@link Kind#BOOLEAN}. YAML allows more words than JSON. */
        boolean bool() {
            return TRUE.contains(text.toLowerCase(Locale.ROOT));
        }

        String shown() {
            return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
        }
    }

    record Sequence(List<ConfigValue> items) implements ConfigValue {

        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String describe() {
            return "a list";
        }
    }

    /** An object, with fields in the order of the file. */
    record Mapping(Map<String, ConfigValue> fields) implements ConfigValue {

        public Mapping {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        @Override
        public String describe() {
            return "an object";
        }
    }
}
