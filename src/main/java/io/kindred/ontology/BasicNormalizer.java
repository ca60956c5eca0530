package io.kindred.ontology;

import org.apache.commons.codec.language.Soundex;

import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The steps without parameters. Names and behaviour never change, since results depend on them. */
public enum BasicNormalizer implements Normalizer {
    /** Removes white space (Unicode property White_Space) from both ends. */
    TRIM(BasicNormalizer::trim),
    /** {@link String#toLowerCase} with {@link Locale#ROOT}. */
    LOWERCASE(value -> value.toLowerCase(Locale.ROOT)),
    /** {@link String#toUpperCase} with {@link Locale#ROOT}. */
    UPPERCASE(value -> value.toUpperCase(Locale.ROOT)),
    /** Replaces each run of white space by one space and trims the ends. */
    COLLAPSE_WHITESPACE(value -> collapse(trim(value))),
    /** Decomposes (NFD), then removes all nonspacing marks (category Mn). */
    STRIP_ACCENTS(BasicNormalizer::stripAccents),
    /** Keeps 0-9. */
    DIGITS(value -> keep(value, c -> c >= '0' && c <= '9')),
    /** Keeps letters and decimal digits of all scripts (categories L* and Nd). */
    ALPHANUMERIC(value -> keep(value, Character::isLetterOrDigit)),
    /** American Soundex of the letters A-Z and a-z; empty if there are none. */
    SOUNDEX(BasicNormalizer::soundex);

    private final UnaryOperator<String> step;

    BasicNormalizer(UnaryOperator<String> step) {
        this.step = step;
    }

    @Override
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

    /** The Unicode property White_Space; all its characters are in the basic plane. */
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

    /** Returns the value itself if there is nothing to collapse, which is the usual case. */
    private static String collapse(String trimmed) {
        int start = 0;
        while (start < trimmed.length() && !isToCollapse(trimmed, start)) {
            start++;
        }
        if (start == trimmed.length()) {
            return trimmed;
        }
        StringBuilder collapsed = new StringBuilder(trimmed.length()).append(trimmed, 0, start);
        for (int i = start; i < trimmed.length(); i++) {
            char c = trimmed.charAt(i);
            if (!isWhiteSpace(c)) {
                collapsed.append(c);
            } else if (!isWhiteSpace(trimmed.charAt(i - 1))) {
                collapsed.append(' ');
            }
        }
        return collapsed.toString();
    }

    /**
     * Whether the character is white space other than a single space. The value starts with none.
     */
    private static boolean isToCollapse(String trimmed, int at) {
        char c = trimmed.charAt(at);
        return isWhiteSpace(c) && (c != ' ' || isWhiteSpace(trimmed.charAt(at - 1)));
    }

    /** Returns ASCII values as they are: most values are ASCII, which has no accents. */
    private static String stripAccents(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) >= 0x80) {
                return Patterns.NONSPACING_MARKS
                        .matcher(java.text.Normalizer.normalize(value, Form.NFD))
                        .replaceAll("");
            }
        }
        return value;
    }

    /** Keeps the wanted code points. Returns the value itself if all are wanted. */
    private static String keep(String value, IntPredicate wanted) {
        int start = 0;
        while (start < value.length()) {
            int codePoint = value.codePointAt(start);
            if (!wanted.test(codePoint)) {
                break;
            }
            start += Character.charCount(codePoint);
        }
        if (start == value.length()) {
            return value;
        }
        StringBuilder kept = new StringBuilder(value.length()).append(value, 0, start);
        int i = start;
        while (i < value.length()) {
            int codePoint = value.codePointAt(i);
            if (wanted.test(codePoint)) {
                kept.appendCodePoint(codePoint);
            }
            i += Character.charCount(codePoint);
        }
        return kept.toString();
    }

    private static String soundex(String value) {
        String letters = keep(value, c -> (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
        return Soundex.US_ENGLISH.soundex(letters);
    }

    private static final class Patterns {
        static final Pattern NONSPACING_MARKS = Pattern.compile("\\p{Mn}+");
    }
}
