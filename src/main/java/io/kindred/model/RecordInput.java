package io.kindred.model;

/**
 * What is sent about a record by its identity: a version of it, one side of a decision about it and
 * another, or the decisions that a saved state held.
 */
public sealed interface RecordInput extends Input
        permits SourceRecord, DecisionSide, CarriedDecisions {

    /** The record that it is about. */
    RecordIdentity identity();

    @Override
    default String key() {
        return identity().joined();
    }
}
