package io.kindred.ontology;

import java.util.Set;

/**
 * How far a source system is trusted.
 *
 * @param weight greater is trusted more
 * @param authoritative attributes for which it outweighs every perspective that does not list them
 */
public record Perspective(long weight, Set<String> authoritative) {

    /** The weight where the ontology names none. */
    public static final long DEFAULT_WEIGHT = 100;

    /** A perspective that the ontology does not name. */
    public static final Perspective DEFAULT = new Perspective(DEFAULT_WEIGHT, Set.of());

    /** Copies the set. */
    public Perspective {
        authoritative = Set.copyOf(authoritative);
    }
}
