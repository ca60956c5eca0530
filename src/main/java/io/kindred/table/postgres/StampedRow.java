package io.kindred.table.postgres;

import java.util.Arrays;

/**
 * A row on its way into a table.
 *
 * @param key the output key
 * @param json the row, one JSON object in UTF-8
 * @param isGone whether it retracts what was under the key
 * @param writtenAt when the sink got it, in epoch milliseconds of the wall clock
 */
@SuppressWarnings("ArrayRecordComponent") // never changed; equals compares content
public record StampedRow(String key, byte[] json, boolean isGone, long writtenAt) {

    @Override
    public boolean equals(Object other) {
        return other instanceof StampedRow that
                && key.equals(that.key)
                && Arrays.equals(json, that.json)
                && isGone == that.isGone
                && writtenAt == that.writtenAt;
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + Arrays.hashCode(json);
    }
}
