package io.kindred.flink.config;

/** Which rows the outputs show. */
public enum OutputMode {
    /** Every change, with its revision, as it happens. */
    CHANGELOG,
    /** One row for each key that is there when a bounded input is used up. */
    FINAL
}
