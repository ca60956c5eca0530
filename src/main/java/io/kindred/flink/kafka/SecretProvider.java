package io.kindred.flink.kafka;

import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.provider.ConfigProvider;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Gives Kafka's clients what is not in the job file, when one is made and where it is: neither the
 * graph of the job nor a checkpoint ever holds it. What cannot be found fails the client with an
 * error that names the place.
 */
abstract class SecretProvider implements ConfigProvider {

    /**
     * Set to {@code true}, secrets are given as they are written between quotes in a JAAS
     * configuration: what they hold would else end the text or mean something else, and Kafka would
     * show a part of them in its error.
     */
    static final String QUOTED = "quoted";

    private boolean isQuoted;

    /** The secret at a place. */
    abstract String secret(String place);

    @Override
    public void configure(Map<String, ?> configs) {
        isQuoted = "true".equals(configs.get(QUOTED));
    }

    /** Nothing: there is no list of all places. */
    @Override
    public ConfigData get(String path) {
        return new ConfigData(Map.of());
    }

    @Override
    public ConfigData get(String path, Set<String> keys) {
        // Kafka cuts a place at its first colon.
        String before = path == null || path.isEmpty() ? "" : path + ':';
        return new ConfigData(
                keys.stream()
                        .collect(
                                Collectors.toMap(Function.identity(), key -> given(before + key))));
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    private String given(String place) {
        String secret = secret(place);
        return isQuoted ? quoted(secret) : secret;
    }

    private static String quoted(String secret) {
        return secret.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("'", "\\'")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    static ConfigException missing(String what) {
        return new ConfigException(what);
    }
}
