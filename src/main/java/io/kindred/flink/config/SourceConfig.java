package io.kindred.flink.config;

import java.io.Serializable;
import java.util.List;

/** Where records come from. */
public sealed interface SourceConfig extends Serializable {

    /** Unique among the sources; letters, digits, {@code _} and {@code -}: part of operator ids. */
    String name();

    /** How the input becomes records. */
    SourceFormat format();

    /**
     * Files, read once each.
     *
     * @param paths at least one: absolute paths or URIs of files or folders, or globs
     * @param maxRecordBytes a longer record is rejected rather than held in memory
     */
    record Files(String name, List<String> paths, SourceFormat format, int maxRecordBytes)
            implements SourceConfig {

        /** Where the job file names none: 16 MiB. */
        public static final int DEFAULT_MAX_RECORD_BYTES = 16 << 20;

        /** Copies the list. */
        public Files {
            paths = List.copyOf(paths);
        }
    }
}
