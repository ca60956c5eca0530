package io.kindred.ontology;

/**
 * Keeps the first code points of a value.
 *
 * @param count at least 1
 */
public record Prefix(int count) implements Normalizer {

    public Prefix {
        if (count < 1) {
            throw new IllegalArgumentException("fewer than 1: " + count);
        }
    }

    @Override
    public String apply(String value) {
        return value.codePointCount(0, value.length()) <= count
                ? value
                : value.substring(0, value.offsetByCodePoints(0, count));
    }
}
