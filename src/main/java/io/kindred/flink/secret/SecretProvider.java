package io.kindred.flink.secret;

import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.provider.ConfigProvider;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Resolves references to secrets when a Kafka client is created, on the machine of the client. The
 * job graph and checkpoints contain the references only. A missing secret fails the client with an
 * error that names the place.
 */
public abstract class SecretProvider implements ConfigProvider {

    /**
     * If set to {@code true}, secrets are escaped for a quoted value of a JAAS configuration.
     * Without it, a quote in a secret would end the value, and Kafka would show the rest in an
     * error.
     */
    public static final String QUOTED = "quoted";

    private boolean isQuoted;

    /**
     * Reads a secret.
     *
     * @param place the name of a variable, or the path of a file
     */
    abstract String secret(String place);

    @Override
    public void configure(Map<String, ?> configs) {
        isQuoted = "true".equals(configs.get(QUOTED));
    }

    /** Always empty: secrets are resolved by name only. */
    @Override
    public ConfigData get(String path) {
        return new ConfigData(Map.of());
    }

    @Override
    public ConfigData get(String path, Set<String> keys) {
        // Kafka splits a place at its first colon.
        String before = path == null || path.isEmpty() ? "" : path + ':';
        return new ConfigData(
                keys.stream()
                        .collect(
                                Collectors.toMap(
                                        Function.identity(), key -> resolve(before + key))));
    }

    @Override
    public void close() {
        // Nothing to close.
    }

    private String resolve(String place) {
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
