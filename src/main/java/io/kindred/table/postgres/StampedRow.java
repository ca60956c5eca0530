package io.kindred.table.postgres;

import java.util.Arrays;

/**
 * A row on its way into a table.
 *
 * @param json the row, one JSON object in UTF-8
 * @param writtenAt when the sink got it, in epoch milliseconds of the wall clock
 */
@SuppressWarnings("ArrayRecordComponent") // never changed; equals compares content
public record StampedRow(byte[] json, long writtenAt) {

    @Override
    public boolean equals(Object other) {
        return other instanceof StampedRow that
                && Arrays.equals(json, that.json)
                && writtenAt == that.writtenAt;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(json) + Long.hashCode(writtenAt);
    }
}
