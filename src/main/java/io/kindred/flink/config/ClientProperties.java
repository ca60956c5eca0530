package io.kindred.flink.config;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * Properties of a Kafka client. A value may contain the references {@code ${env:NAME}} and {@code
 * ${file:PATH}}, which are resolved on the task manager when a client is created. {@link #toString}
 * does not show values, because users may have written secrets into them.
 */
public final class ClientProperties implements Serializable {

    public static final ClientProperties NONE = new ClientProperties(Map.of());

    private static final long serialVersionUID = 1L;

    private final TreeMap<String, String> values;

    public ClientProperties(Map<String, String> values) {
        this.values = new TreeMap<>(values);
    }

    /** The properties, with unresolved references. */
    public Map<String, String> values() {
        return Map.copyOf(values);
    }

    /** These properties, with those of {@code others} as defaults. */
    ClientProperties over(ClientProperties others) {
        TreeMap<String, String> all = new TreeMap<>(others.values);
        all.putAll(values);
        return new ClientProperties(all);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClientProperties that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** The names only. */
    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
