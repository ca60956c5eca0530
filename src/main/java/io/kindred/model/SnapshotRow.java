package io.kindred.model;

/** A record that a source gives as a part of a full snapshot of its perspective. */
public record SnapshotRow(SourceRecord record) implements Input {

    @Override
    public String key() {
        return record.key();
    }
}
