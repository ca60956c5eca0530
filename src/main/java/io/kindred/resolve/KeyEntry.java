package io.kindred.resolve;

import io.kindred.temporal.IntervalSet;

import java.util.List;

/**
 * A record's values for an identity key and when it has them.
 *
 * @param keyPosition the key's place in the ontology, from 0
 * @param values one a key attribute, in the key's order
 * @param times when all of the values hold, coalesced; not empty
 */
record KeyEntry(int keyPosition, List<String> values, IntervalSet times) {

    KeyEntry {
        values = List.copyOf(values);
    }

    KeyValues keyValues() {
        return new KeyValues(keyPosition, values);
    }
}
