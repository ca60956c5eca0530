package io.kindred.flink.lake;

import io.kindred.flink.secret.Secrets;

import java.util.Map;
import java.util.TreeMap;

/** Properties of catalogs and tables, which may refer to secrets. */
final class LakeProperties {

    private LakeProperties() {}

    /** The properties with their secrets. They go to the cluster as they are then. */
    static Map<String, String> resolved(Map<String, String> properties) {
        Map<String, String> resolved = new TreeMap<>();
        properties.forEach((name, value) -> resolved.put(name, Secrets.resolve(value)));
        return resolved;
    }
}
