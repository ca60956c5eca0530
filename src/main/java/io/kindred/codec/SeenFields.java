package io.kindred.codec;

import java.util.ArrayList;
import java.util.List;

/**
 * Rejects JSON objects with a duplicate field. Objects have few fields, so a list is fast enough.
 */
final class SeenFields {

    private final List<String> names = new ArrayList<>(8);

    boolean contains(String name) {
        return names.contains(name);
    }

    void add(String name) throws RejectedInputException {
        if (names.contains(name)) {
            throw new RejectedInputException("the field " + name + " occurs twice");
        }
        names.add(name);
    }

    /** Adds a name and returns it. */
    String first(String name) throws RejectedInputException {
        add(name);
        return name;
    }
}
