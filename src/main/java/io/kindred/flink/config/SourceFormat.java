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

    /**
     * Change events of a database table, as Debezium writes them in JSON.
     *
     * @param mapping of the rows before and after a change; without a version, the position in the
     *     database's log is the version
     * @param snapshotsAtPosition whether rows read in a snapshot stand where the log was then;
     *     otherwise before all changes
     */
    record Debezium(RecordMapping mapping, boolean snapshotsAtPosition) implements SourceFormat {}

    /** Questions as JSON objects, one a line or message: not records. */
    record Questions() implements SourceFormat {}
}
