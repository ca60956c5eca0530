package io.kindred.tools.bench;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * How a measurement runs the job.
 *
 * @param backend the state backend
 * @param managed memory for the state backend and sorting, as Flink writes sizes; null for what an
 *     embedded run has
 * @param parallelism null for what an embedded run has
 * @param output which rows the outputs show
 * @param rate the most records a second; null for as many as there can be
 * @param fields further fields of the job file, as YAML
 */
public record RunSettings(
        Backend backend,
        @Nullable String managed,
        @Nullable Integer parallelism,
        Output output,
        @Nullable Double rate,
        Map<String, String> fields) {

    /** Where state is kept. */
    public enum Backend {
        /** On disk. */
        ROCKSDB,
        /** On the heap. */
        HASHMAP
    }

    /** Which rows the outputs show. */
    public enum Output {
        /** A row for each change. */
        CHANGELOG,
        /** One row for each key at the end, which a measurement does not come to. */
        FINAL
    }

    /** Copies the fields. */
    public RunSettings {
        fields = Map.copyOf(fields);
    }
}
