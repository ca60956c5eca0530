package io.kindred.flink.config;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * Properties of a client, by name. A value may hold {@code ${env:NAME}} and {@code ${file:PATH}},
 * which stand for a secret that is read where and when a client is made; it is never in here. What
 * the values are is not shown, for they may be secrets that somebody wrote out.
 */
public final class ClientProperties implements Serializable {

    /** No properties. */
    public static final ClientProperties NONE = new ClientProperties(Map.of());

    private static final long serialVersionUID = 1L;

    private final TreeMap<String, String> values;

    /** Copies the map. */
    public ClientProperties(Map<String, String> values) {
        this.values = new TreeMap<>(values);
    }

    /** The properties as they were written, references to secrets included. */
    public Map<String, String> values() {
        return Map.copyOf(values);
    }

    /** These, and of others those that these do not have. */
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

    /** The names. */
    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
