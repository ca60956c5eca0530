package io.kindred.tools.generate;

import java.util.List;
import java.util.Optional;

/** Spoils values the way people and forms do. */
final class Mistakes {

    /** Written where a form asks for a value that nobody has. */
    static final List<String> MISSING = List.of("N/A", "unknown", "-");

    private static final double TYPOS = 0.65;
    private static final double MARKED_AS_MISSING = 0.3;

    private final double errors;

    Mistakes(double errors) {
        this.errors = errors;
    }

    /** Whether the next value has a mistake. */
    boolean next(Draws draws) {
        return errors > 0 && draws.chance(errors);
    }

    /** The value, perhaps mistyped or missing. */
    Optional<String> value(Draws draws, String value) {
        if (!next(draws)) {
            return Optional.of(value);
        }
        return draws.chance(TYPOS) ? Optional.of(typo(draws, value)) : missing(draws);
    }

    /** The value, perhaps missing. */
    Optional<String> identifier(Draws draws, String value) {
        return next(draws) ? missing(draws) : Optional.of(value);
    }

    private static Optional<String> missing(Draws draws) {
        return draws.chance(MARKED_AS_MISSING)
                ? Optional.of(draws.pick(MISSING))
                : Optional.empty();
    }

    /** One letter wrong, left out, doubled or in the wrong place. */
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
        // Twins swapped or the only letter left out: neither would be a mistake to find.
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
