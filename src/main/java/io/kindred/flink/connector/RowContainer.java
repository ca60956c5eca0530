package io.kindred.flink.connector;

/** A format of files that have a schema and rows. */
public enum RowContainer {
    /** Apache Parquet. */
    PARQUET,

    /** Avro's object container files. */
    AVRO
}
