package io.kindred.storage.wire;

import io.kindred.storage.ByteKey;

import java.util.List;
import java.util.OptionalInt;

/**
 * One record more or less has the values of an identity key, or it lives in another shard.
 *
 * @param signature 128 bits that stand for the entity type, key and values
 * @param entityType whose key it is
 * @param key the key's name
 * @param values one a key attribute, in the key's order
 * @param from the shard where a record had the values that has them there no more, if any
 * @param to the shard where a record has them that did not, if any; another than {@code from}
 */
public record KeyChange(
        ByteKey signature,
        String entityType,
        String key,
        List<String> values,
        OptionalInt from,
        OptionalInt to) {

    /** Copies the list, and checks that something changes. */
    public KeyChange {
        values = List.copyOf(values);
        if (from.equals(to)) {
            throw new IllegalArgumentException("no change: " + from);
        }
    }
}
