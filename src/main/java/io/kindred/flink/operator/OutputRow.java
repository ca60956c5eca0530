package io.kindred.flink.operator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A row of an output. It is public and flat because it is sent between operators.
 *
 * @param key the output key, by which a later row replaces an earlier one
 * @param json the row, one line of UTF-8 without its end
 * @param revision counts the rows of the key, from 1; 0 of an output without revisions
 * @param gone whether the row says that there is nothing under the key any more
 */
@SuppressWarnings("ArrayRecordComponent") // Flink sends a byte array as it is; equals is by content
public record OutputRow(String key, byte[] json, long revision, boolean gone) {

    @Override
    public boolean equals(Object other) {
        return other instanceof OutputRow that
                && key.equals(that.key)
                && Arrays.equals(json, that.json)
                && revision == that.revision
                && gone == that.gone;
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + Arrays.hashCode(json);
    }

    /** The row as it will be read. */
    @Override
    public String toString() {
        return new String(json, StandardCharsets.UTF_8);
    }
}
