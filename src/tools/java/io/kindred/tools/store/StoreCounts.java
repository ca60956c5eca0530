package io.kindred.tools.store;

import com.fasterxml.jackson.core.type.TypeReference;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** How many rows of each output there are that hold, by the name of the output. */
final class StoreCounts {

    /** Where they are in the store. */
    static final byte[] KEY = "counts".getBytes(StandardCharsets.UTF_8);

    private final Map<String, Long> counts;

    private StoreCounts(Map<String, Long> counts) {
        this.counts = counts;
    }

    static StoreCounts none() {
        return new StoreCounts(new TreeMap<>());
    }

    static StoreCounts read(byte[] json) {
        try {
            return new StoreCounts(
                    StoredRow.JSON.readValue(json, new TypeReference<TreeMap<String, Long>>() {}));
        } catch (IOException failure) {
            throw new StoreException("the counts in the store are not JSON", failure);
        }
    }

    byte[] bytes() {
        try {
            return StoredRow.JSON.writeValueAsBytes(counts);
        } catch (IOException failure) {
            throw new StoreException("counts cannot be written", failure);
        }
    }

    StoreCounts copy() {
        return new StoreCounts(new TreeMap<>(counts));
    }

    void add(String name, int more) {
        if (more != 0) {
            counts.merge(name, (long) more, Long::sum);
        }
    }

    /** The number of current rows by output; outputs without a row so far are missing. */
    Map<String, Long> all() {
        return Map.copyOf(counts);
    }
}
