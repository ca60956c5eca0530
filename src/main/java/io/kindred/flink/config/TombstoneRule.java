package io.kindred.flink.config;

/** The handling of messages without a value. */
public enum TombstoneRule {
    /** They become dead letters. */
    REJECT,
    /** They are ignored. */
    IGNORE,
    /** They delete the record whose uid is the message's key. */
    DELETE,
    /** They erase the record whose uid is the message's key. */
    ERASE
}
