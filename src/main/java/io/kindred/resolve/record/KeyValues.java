package io.kindred.resolve.record;

import io.kindred.model.CodePointOrder;

import java.util.List;

/**
 * An identity key with values. Sorts in canonical order: by position of the key, then by values.
 *
 * @param keyPosition the key's position in the ontology, from 0
 * @param values one per key attribute, in the key's order
 */
public record KeyValues(int keyPosition, List<String> values) implements Comparable<KeyValues> {

    @Override
    public int compareTo(KeyValues other) {
        int order = Integer.compare(keyPosition, other.keyPosition);
        return order != 0 ? order : CodePointOrder.LISTS.compare(values, other.values);
    }
}
