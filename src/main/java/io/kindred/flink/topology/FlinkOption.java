package io.kindred.flink.topology;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An option that Flink declares.
 *
 * @param type the type of its values
 */
record FlinkOption(ConfigOption<?> option, Type type) {

    private static final Map<Type, String> TYPES =
            Map.of(
                    Boolean.class, "true or false",
                    Integer.class, "a 32-bit integer",
                    Long.class, "a 64-bit integer",
                    Float.class, "a number",
                    Double.class, "a number",
                    Duration.class, "a duration such as '500 ms', '10 s' or '5 min'",
                    MemorySize.class, "a size of memory such as '64 mb' or '2 gb'",
                    List.class, "a list such as 'a;b'",
                    Map.class, "a map such as 'a:1,b:2'");

    /** Whether the option accepts the value. */
    boolean accepts(String value) {
        try {
            Configuration.fromMap(Map.of(option.key(), value)).getOptional(option);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** A description of the accepted values, for errors. */
    String expected() {
        Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
        if (raw instanceof Class<?> choice && choice.isEnum()) {
            return Arrays.stream(choice.getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        return TYPES.getOrDefault(raw, "a value of type " + raw.getTypeName());
    }
}
