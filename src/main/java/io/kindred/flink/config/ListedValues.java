package io.kindred.flink.config;

import io.kindred.codec.ConfigNode;

import java.util.List;
import java.util.Map;

/** Reads the values of a column that a mapping lists for each meaning. */
final class ListedValues {

    private ListedValues() {}

    /**
     * Adds the values of one meaning.
     *
     * @param given one value or a list
     * @param hint what an empty cell means, for the error of an empty value
     */
    static <T> void add(Map<String, T> values, ConfigNode given, T meaning, String hint) {
        List<ConfigNode> items = given.itemsOrSelf();
        if (items.isEmpty()) {
            throw given.invalid("empty; expected at least one value");
        }
        for (ConfigNode item : items) {
            String value = item.scalar().strip();
            if (value.isEmpty()) {
                throw item.invalid("expected a value, found ''" + hint);
            }
            if (values.putIfAbsent(value, meaning) != null) {
                throw item.invalid("the value '" + value + "' is listed twice");
            }
        }
    }
}
