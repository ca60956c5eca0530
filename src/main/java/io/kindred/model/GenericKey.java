package io.kindred.model;

import java.util.List;

/**
 * Key values that too many records share to mean anything; they link nothing.
 *
 * @param key the identity key's name
 * @param values the normalised values, in the key's order of attributes
 * @param records how many current records have an entry for them
 */
public record GenericKey(String entityType, String key, List<String> values, long records) {

    /** Copies the list. */
    public GenericKey {
        values = List.copyOf(values);
    }
}
