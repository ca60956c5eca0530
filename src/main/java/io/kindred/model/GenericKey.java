package io.kindred.model;

import java.util.List;

/**
 * Key values that are ignored because too many records share them.
 *
 * @param key the identity key's name
 * @param values the normalised values, in the key's order of attributes
 * @param records the number of current records with these values
 */
public record GenericKey(String entityType, String key, List<String> values, long records) {

    public GenericKey {
        values = List.copyOf(values);
    }
}
