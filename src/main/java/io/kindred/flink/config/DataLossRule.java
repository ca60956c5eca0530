package io.kindred.flink.config;

/** What a Kafka source does if its topic no longer has what it has yet to read. */
public enum DataLossRule {
    /** The job fails. */
    FAIL,
    /** The loss is counted and logged, and the source reads from the first available message. */
    CONTINUE
}
