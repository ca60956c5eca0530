package io.kindred.tools.generate;

import java.util.List;
import java.util.Optional;

/** Adds errors to values: typos and missing values. */
final class Mistakes {

    /** What people enter if a form requires a value that they do not have. */
    static final List<String> MISSING = List.of("N/A", "unknown", "-");

    private static final double TYPOS = 0.65;
    private static final double MARKED_AS_MISSING = 0.3;

    private final double errors;

    Mistakes(double errors) {
        this.errors = errors;
    }

    /** Draws whether the next value has an error. */
    boolean hasError(Draws draws) {
        return errors > 0 && draws.chance(errors);
    }

    /** The value, which may be mistyped or missing. */
    Optional<String> value(Draws draws, String value) {
        if (!hasError(draws)) {
            return Optional.of(value);
        }
        return draws.chance(TYPOS) ? Optional.of(typo(draws, value)) : missing(draws);
    }

    /** The identifier, which may be missing, but is never mistyped. */
    Optional<String> identifier(Draws draws, String value) {
        return hasError(draws) ? missing(draws) : Optional.of(value);
    }

    private static Optional<String> missing(Draws draws) {
        return draws.chance(MARKED_AS_MISSING)
                ? Optional.of(draws.pick(MISSING))
                : Optional.empty();
    }

    /** Adds one typo: a letter is wrong, missing, doubled or swapped with the next one. */
    static String typo(Draws draws, String value) {
        StringBuilder text = new StringBuilder(value);
        int at = draws.below(value.length());
        switch (draws.below(4)) {
            case 0 -> text.setCharAt(at, other(draws, value.charAt(at)));
            case 1 -> text.deleteCharAt(at);
            case 2 -> text.insert(at, value.charAt(at));
            default -> {
                int next = at + 1 < value.length() ? at + 1 : 0;
                text.setCharAt(at, value.charAt(next));
                text.setCharAt(next, value.charAt(at));
            }
        }
        String spoilt = text.toString();
        // Swapping equal letters changes nothing, and an empty value is not a typo: double the
        // letter.
        return spoilt.isEmpty() || spoilt.equals(value) ? value + value.charAt(at) : spoilt;
    }

    private static char other(Draws draws, char letter) {
        if (Character.isDigit(letter)) {
            return (char) ('0' + (letter - '0' + 1 + draws.below(9)) % 10);
        }
        char base = Character.isUpperCase(letter) ? 'A' : 'a';
        char drawn = (char) (base + draws.below(26));
        return drawn == letter ? (char) (base + (drawn - base + 1) % 26) : drawn;
    }
}
