package io.kindred.flink.connector;

/** The order in which the files of a source are read. */
public enum FileOrder {
    /** One after another, as they are listed. */
    STRICT,

    /** Several at a time, by several readers. */
    ANY
}
