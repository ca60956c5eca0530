package io.kindred.model;

/** What operators that keep records are sent: something about one record. */
public sealed interface Input
        permits RecordInput, CarriedErasure, AskedMatch, SnapshotRow, SourceEnd {

    /**
     * The key that it is sent by: the {@linkplain RecordIdentity#joined() joined} identity, if that
     * is known. Inputs about one record stay in order.
     */
    String key();
}
