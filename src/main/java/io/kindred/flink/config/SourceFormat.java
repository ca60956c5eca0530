package io.kindred.flink.config;

import io.kindred.codec.CsvDialect;
import io.kindred.codec.EraseMark;
import io.kindred.codec.RecordMapping;
import io.kindred.codec.RowMapping;

import java.io.Serializable;

/** The format of a source's inputs. */
public sealed interface SourceFormat extends Serializable {

    /** The record format: one JSON object per line or message, a record or a decision. */
    record Records() implements SourceFormat {}

    /** CSV. */
    record Csv(RowMapping mapping, CsvDialect dialect) implements SourceFormat {

        public static final char DEFAULT_DELIMITER = ',';
    }

    /** JSON objects, one per line or message, whose fields are mapped like columns. */
    record FlatJson(RowMapping mapping) implements SourceFormat {}

    /**
     * Change events in Debezium's JSON format.
     *
     * @param mapping of the rows; without a version column, the log position is the version
     * @param snapshotsAtPosition whether rows of a snapshot have the version of their log position;
     *     otherwise they are older than all changes
     * @param erase where an event says that its record is to be erased
     */
    record Debezium(RecordMapping mapping, boolean snapshotsAtPosition, EraseMark erase)
            implements SourceFormat {}

    /** Questions, not records: one JSON object per line or message. */
    record Questions() implements SourceFormat {}
}
