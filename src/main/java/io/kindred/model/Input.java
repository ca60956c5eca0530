package io.kindred.model;

/** What sources send: a version of a record, or one side of a decision about two records. */
public sealed interface Input permits SourceRecord, DecisionSide {

    /** The record that it is about; inputs about one record stay in order. */
    RecordIdentity identity();
}
