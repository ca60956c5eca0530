package io.kindred.codec;

import java.util.HashMap;
import java.util.Map;

/** Rejects duplicates in a configuration, with an error that names the path of the first. */
final class Distinct {

    private final Map<Object, String> paths = new HashMap<>();

    /**
     * Checks a thing.
     *
     * @param node where it is
     * @param what it in words, with {@code %s} for the thing itself
     * @param fix what to do about a duplicate, with its punctuation
     * @throws InvalidConfigException if an equal one was added before
     */
    void add(ConfigNode node, Object thing, String what, String fix) {
        String first = paths.putIfAbsent(thing, node.path());
        if (first != null) {
            throw node.invalid(String.format(what, thing) + " is at " + first + " too" + fix);
        }
    }
}
