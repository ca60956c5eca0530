package io.kindred.ontology;

import java.util.List;

/** A normalisation step. Equal steps have equal results for all values. */
public interface Normalizer {

    /** The result where a value stays one value, which may be empty. */
    String apply(String value);

    /** The results in a key or a condition, where one value may become several or none. */
    default List<String> applyAll(String value) {
        return List.of(apply(value));
    }

    /** Whether one value may become several in keys and conditions. */
    default boolean hasSeveral() {
        return false;
    }

    /** Whether the step has a single result, so that it may be used for attributes. */
    default boolean isForAttributes() {
        return true;
    }
}
