package io.kindred.ontology;

import org.apache.commons.codec.language.Soundex;

import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** A step that brings values of equal meaning to one form; names and meanings never change. */
public enum Normalizer {
    /** Removes white space (Unicode's White_Space) from both ends. */
    TRIM(Normalizer::trim),
    /** {@link String#toLowerCase} with {@link Locale#ROOT}. */
    LOWERCASE(value -> value.toLowerCase(Locale.ROOT)),
    /** {@link String#toUpperCase} with {@link Locale#ROOT}. */
    UPPERCASE(value -> value.toUpperCase(Locale.ROOT)),
    /** Makes each run of white space one space and trims the ends. */
    COLLAPSE_WHITESPACE(value -> Patterns.WHITE_SPACE.matcher(trim(value)).replaceAll(" ")),
    /** Decomposes (NFD), then removes all nonspacing marks. */
    STRIP_ACCENTS(
            value ->
                    Patterns.NONSPACING_MARKS
                            .matcher(java.text.Normalizer.normalize(value, Form.NFD))
                            .replaceAll("")),
    /** Keeps 0-9. */
    DIGITS(value -> keep(value, c -> c >= '0' && c <= '9')),
    /** Keeps letters and decimal digits of all scripts (categories L* and Nd). */
    ALPHANUMERIC(value -> keep(value, Character::isLetterOrDigit)),
    /** American Soundex of the letters A-Z and a-z; empty if there are none. */
    SOUNDEX(Normalizer::soundex);

    private final UnaryOperator<String> step;

    Normalizer(UnaryOperator<String> step) {
        this.step = step;
    }

    /** The value in its normal form, empty if nothing is left of it. */
    public String apply(String value) {
        return step.apply(value);
    }

    private static String trim(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && isWhiteSpace(value.charAt(start))) {
            start++;
        }
        while (end > start && isWhiteSpace(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
    }

    /** Unicode's White_Space property; all of it is in the basic plane. */
    private static boolean isWhiteSpace(char c) {
        return (c >= '\t' && c <= '\r')
                || c == ' '
                || c == '\u0085'
                || c == '\u00a0'
                || c == '\u1680'
                || (c >= '\u2000' && c <= '\u200a')
                || c == '\u2028'
                || c == '\u2029'
                || c == '\u202f'
                || c == '\u205f'
                || c == '\u3000';
    }

    private static String keep(String value, java.util.function.IntPredicate wanted) {
        return value.codePoints()
                .filter(wanted)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String soundex(String value) {
        String letters = keep(value, c -> (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
        return Soundex.US_ENGLISH.soundex(letters);
    }

    private static final class Patterns {
        static final Pattern WHITE_SPACE = Pattern.compile("\\p{IsWhite_Space}+");
        static final Pattern NONSPACING_MARKS = Pattern.compile("\\p{Mn}+");
    }
}
