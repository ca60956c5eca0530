package io.kindred.resolve.record;

import io.kindred.temporal.IntervalSet;

import java.util.List;

/**
 * The values that a record has for an identity key, and when it has them.
 *
 * @param keyPosition the key's position in the ontology, from 0
 * @param values one per key attribute, in the key's order
 * @param times when all of the values hold, coalesced; not empty
 */
public record KeyEntry(int keyPosition, List<String> values, IntervalSet times) {

    public KeyEntry {
        values = List.copyOf(values);
    }

    public KeyValues keyValues() {
        return new KeyValues(keyPosition, values);
    }
}
