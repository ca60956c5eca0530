package io.kindred.ontology;

/**
 * Keeps the last code points of a value.
 *
 * @param count at least 1
 */
public record Suffix(int count) implements Normalizer {

    public Suffix {
        if (count < 1) {
            throw new IllegalArgumentException("fewer than 1: " + count);
        }
    }

    @Override
    public String apply(String value) {
        return value.codePointCount(0, value.length()) <= count
                ? value
                : value.substring(value.offsetByCodePoints(value.length(), -count));
    }
}
