package io.kindred.model;

/**
 * Asks whoever keeps the versions of records how a record would be resolved if it arrived now. It
 * changes nothing.
 *
 * @param token identifies the question
 * @param record an upsert; its version does not matter
 */
public record AskedMatch(String token, SourceRecord record) implements Input {

    @Override
    public String key() {
        return record.identity().joined();
    }
}
