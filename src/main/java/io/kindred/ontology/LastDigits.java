package io.kindred.ontology;

/**
 * Keeps 0-9, and the last of them only: of {@code +1 (555) 010-2345} and {@code 555 0102345} the
 * last 7 are equal.
 *
 * @param count at least 1
 */
public record LastDigits(int count) implements Normalizer {

    public LastDigits {
        if (count < 1) {
            throw new IllegalArgumentException("fewer than 1: " + count);
        }
    }

    @Override
    public String apply(String value) {
        String digits = BasicNormalizer.DIGITS.apply(value);
        return digits.substring(Math.max(0, digits.length() - count));
    }
}
