package io.kindred.codec;

import java.util.ArrayList;
import java.util.List;

/** Rejects an object that has a field twice. There are few fields, so a list is enough. */
final class SeenFields {

    private final List<String> names = new ArrayList<>(8);

    void add(String name) throws RejectedInputException {
        if (names.contains(name)) {
            throw new RejectedInputException("the field " + name + " is there twice");
        }
        names.add(name);
    }
}
