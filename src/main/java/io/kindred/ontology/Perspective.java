package io.kindred.ontology;

import java.util.Set;

/**
 * The trust in a source system, for survivorship.
 *
 * @param weight values of a greater weight win
 * @param authoritative attributes for which this perspective wins against all that do not list them
 */
public record Perspective(long weight, Set<String> authoritative) {

    /** The default of {@code weight}. */
    public static final long DEFAULT_WEIGHT = 100;

    /** The trust in a perspective that the ontology does not list. */
    public static final Perspective DEFAULT = new Perspective(DEFAULT_WEIGHT, Set.of());

    public Perspective {
        authoritative = Set.copyOf(authoritative);
    }
}
