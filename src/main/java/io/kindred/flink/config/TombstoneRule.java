package io.kindred.flink.config;

/** What becomes of messages without a value. */
public enum TombstoneRule {
    /** They are dead letters. */
    REJECT,
    /** Nothing. */
    IGNORE,
    /** They delete the record whose uid is the key. */
    DELETE
}
