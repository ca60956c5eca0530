package io.kindred.ontology;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Replaces values that are in a table; others stay as they are. With several names for one value,
 * such as Alexander and Alexandra for Alex, keys and conditions take each of them, and the step is
 * not for attributes.
 */
public final class Replacement implements Normalizer {

    private final Map<String, List<String>> table;
    private final boolean hasSeveral;

    /**
     * A step with a table.
     *
     * @param table replacements by value, exactly as the steps before leave it; at least one each
     * @throws IllegalArgumentException if a value has none
     */
    public Replacement(Map<String, List<String>> table) {
        Map<String, List<String>> copy = new HashMap<>();
        table.forEach((value, names) -> copy.put(value, List.copyOf(names)));
        if (copy.containsValue(List.of())) {
            throw new IllegalArgumentException("a value without a replacement");
        }
        this.table = Map.copyOf(copy);
        this.hasSeveral = copy.values().stream().anyMatch(names -> names.size() > 1);
    }

    public Map<String, List<String>> table() {
        return table;
    }

    @Override
    public String apply(String value) {
        return applyAll(value).get(0);
    }

    @Override
    public List<String> applyAll(String value) {
        List<String> names = table.get(value);
        return names == null ? List.of(value) : names;
    }

    @Override
    public boolean hasSeveral() {
        return hasSeveral;
    }

    @Override
    public boolean isForAttributes() {
        return !hasSeveral;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Replacement replacement && table.equals(replacement.table);
    }

    @Override
    public int hashCode() {
        return table.hashCode();
    }

    @Override
    public String toString() {
        return "Replacement of " + table.size() + " values";
    }
}
