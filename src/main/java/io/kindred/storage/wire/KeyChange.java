package io.kindred.storage.wire;

import io.kindred.storage.ByteKey;

import java.util.List;
import java.util.OptionalInt;

/**
 * A change of the records that have a value of an identity key: a record gained or lost the value,
 * or moved to another shard.
 *
 * @param signature 128 bits that identify entity type, key and values
 * @param entityType the entity type of the key
 * @param key the key's name
 * @param values the value of each key attribute, in the key's order
 * @param from the shard in which a record no longer has the values, if any
 * @param to the shard in which a record now has the values, if any; differs from {@code from}
 */
public record KeyChange(
        ByteKey signature,
        String entityType,
        String key,
        List<String> values,
        OptionalInt from,
        OptionalInt to) {

    /** Copies the list and checks that something changes. */
    public KeyChange {
        values = List.copyOf(values);
        if (from.equals(to)) {
            throw new IllegalArgumentException("from and to are equal: " + from);
        }
    }
}
