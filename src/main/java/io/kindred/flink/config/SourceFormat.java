package io.kindred.flink.config;

import io.kindred.codec.RecordMapping;

import java.io.Serializable;

/** How an input becomes records. */
public sealed interface SourceFormat extends Serializable {

    /** Records as JSON objects, one a line. */
    record Records() implements SourceFormat {}

    /**
     * Rows with a header.
     *
     * @param multiline whether quoted values may hold line breaks
     */
    record Csv(RecordMapping mapping, char delimiter, boolean multiline) implements SourceFormat {

        /** Where the job file names none. */
        public static final char DEFAULT_DELIMITER = ',';
    }

    /** Flat JSON objects, one a line, whose fields are the columns. */
    record FlatJson(RecordMapping mapping) implements SourceFormat {}
}
