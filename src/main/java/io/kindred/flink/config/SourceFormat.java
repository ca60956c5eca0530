package io.kindred.flink.config;

import io.kindred.codec.CsvDialect;
import io.kindred.codec.EraseMark;
import io.kindred.codec.RecordMapping;
import io.kindred.codec.RowMapping;
import io.kindred.codec.SchemaType;
import io.kindred.flink.connector.RowContainer;

import java.io.Serializable;

/** The format of a source's inputs. */
public sealed interface SourceFormat extends Serializable {

    /** The record format: one JSON object per line or message, a record or a decision. */
    record Records() implements SourceFormat {}

    /** Rows that are mapped by their columns or fields. */
    sealed interface Rows extends SourceFormat {

        RowMapping mapping();
    }

    /** CSV. */
    record Csv(RowMapping mapping, CsvDialect dialect) implements Rows {

        public static final char DEFAULT_DELIMITER = ',';
    }

    /** JSON objects, one per line or message, whose fields are mapped like columns. */
    record FlatJson(RowMapping mapping) implements Rows {}

    /** Rows of files that have a schema. */
    record RowFiles(RowMapping mapping, RowContainer container) implements Rows {}

    /**
     * Messages with the id of a schema in a schema registry.
     *
     * @param type of all their schemas
     */
    record Framed(RowMapping mapping, SchemaType type, SchemaRegistryConfig registry)
            implements Rows {}

    /**
     * Change events in Debezium's format.
     *
     * @param mapping of the rows; without a version column, the log position is the version
     * @param snapshotsAtPosition whether rows of a snapshot have the version of their log position;
     *     otherwise they are older than all changes
     * @param erase where an event says that its record is to be erased
     * @param registry of events and keys with the id of a schema; others are JSON
     */
    record Debezium(
            RecordMapping mapping,
            boolean snapshotsAtPosition,
            EraseMark erase,
            SchemaRegistryConfig registry)
            implements Rows {}

    /** Questions, not records: one JSON object per line or message. */
    record Questions() implements SourceFormat {}
}
