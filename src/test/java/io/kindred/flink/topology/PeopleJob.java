package io.kindred.flink.topology;

import io.kindred.testkit.TestJob;

import java.nio.file.Path;
import java.util.Map;

/** Jobs about people who are the same if their email is. */
final class PeopleJob {

    private PeopleJob() {}

    /** A job without a source. */
    static TestJob in(Path folder) {
        return new TestJob(
                folder,
                "entity_types: {person: {identity_keys: [{name: email, attributes: [email]}]}}");
    }

    /** The fields of a source of CSV files: each column but {@code uid} is an attribute. */
    static Map<String, Object> csv(String path) {
        return Map.of(
                "name", "crm",
                "format", "csv",
                "path", path,
                "entity_type", "person",
                "perspective", "crm",
                "uid", "uid",
                "attributes", "all");
    }
}
