package io.kindred.tools.bench;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * How a benchmark runs the job.
 *
 * @param backend the state backend
 * @param managed managed memory as Flink writes sizes, such as {@code 1536m}; null for the default
 *     of an embedded run
 * @param parallelism null for the default of an embedded run
 * @param output the output mode
 * @param rate the most records per second; null for no limit
 * @param fields further fields of the job file, as YAML
 */
public record RunSettings(
        Backend backend,
        @Nullable String managed,
        @Nullable Integer parallelism,
        Output output,
        @Nullable Double rate,
        Map<String, String> fields) {

    /** The state backend. */
    public enum Backend {
        /** State is on disk. */
        ROCKSDB,
        /** State is on the heap. */
        HASHMAP
    }

    /** The output mode. */
    public enum Output {
        /** One row for each change. */
        CHANGELOG,
        /** One row for each key at the end of the input. A benchmark never reaches it. */
        FINAL
    }

    public RunSettings {
        fields = Map.copyOf(fields);
    }
}
