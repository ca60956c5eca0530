package io.kindred.flink.operator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A row of an output. Public and flat, because it is sent between operators.
 *
 * @param key the output key; a later row of a key replaces an earlier one
 * @param json the row: one line of UTF-8 without the line end
 * @param revision numbers the rows of a key from 1; 0 for outputs without revisions
 * @param gone whether the row retracts what was under the key
 */
@SuppressWarnings(
        "ArrayRecordComponent") // Flink serializes a byte array as is; equals compares content
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

    @Override
    public String toString() {
        return new String(json, StandardCharsets.UTF_8);
    }
}
