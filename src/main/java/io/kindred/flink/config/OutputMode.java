package io.kindred.flink.config;

/** Which rows the outputs contain. */
public enum OutputMode {
    /** Every change, with its revision. */
    CHANGELOG,
    /** One row for each existing key, at the end of a bounded input. */
    FINAL
}
