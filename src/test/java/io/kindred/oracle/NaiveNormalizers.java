package io.kindred.oracle;

import io.kindred.ontology.BasicNormalizer;
import io.kindred.ontology.Normalization;
import io.kindred.ontology.Normalizer;
import io.kindred.ontology.Prefix;
import io.kindred.ontology.Suffix;

import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** The normalisers written once more, code point by code point. */
public final class NaiveNormalizers {

    private static final String WHITE_SPACE =
            "\t\n\u000b\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
                    + "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

    private NaiveNormalizers() {}

    /** A normalization whose null values were normalised here. */
    public static Normalization normalization(List<Normalizer> steps, List<String> rawNulls) {
        return new Normalization(
                steps, rawNulls.stream().map(raw -> run(steps, raw)).collect(Collectors.toSet()));
    }

    /** The normalised value, empty if the raw value means nothing. */
    public static String value(Normalization normalization, String raw) {
        String value = run(normalization.steps(), raw);
        return normalization.nulls().contains(value) ? "" : value;
    }

    /** All steps in their order. */
    public static String run(List<Normalizer> steps, String raw) {
        String value = raw;
        for (Normalizer step : steps) {
            value = apply(step, value);
        }
        return value;
    }

    /** All results of steps in a key or a condition, none of them empty. */
    static Set<String> all(List<Normalizer> steps, String value) {
        Set<String> results = new HashSet<>(Set.of(value));
        for (Normalizer step : steps) {
            Set<String> next = new HashSet<>();
            results.forEach(each -> next.addAll(applyAll(step, each)));
            results = next;
        }
        results.remove("");
        return results;
    }

    private static List<String> applyAll(Normalizer step, String value) {
        return step == BasicNormalizer.TOKENS ? tokens(value) : step.applyAll(value);
    }

    /** The parts between white space. */
    static List<String> tokens(String value) {
        String collapsed = collapse(value);
        return collapsed.isEmpty() ? List.of() : List.of(collapsed.split(" "));
    }

    /** One step. */
    public static String apply(Normalizer step, String value) {
        if (step instanceof Prefix prefix) {
            return part(value, i -> i < prefix.count());
        }
        if (step instanceof Suffix suffix) {
            int length = value.codePointCount(0, value.length());
            return part(value, i -> i >= length - suffix.count());
        }
        if (!(step instanceof BasicNormalizer)) {
            return step.apply(value);
        }
        return switch ((BasicNormalizer) step) {
            case TRIM -> trim(value);
            case LOWERCASE -> value.toLowerCase(Locale.ROOT);
            case UPPERCASE -> value.toUpperCase(Locale.ROOT);
            case COLLAPSE_WHITESPACE -> collapse(value);
            case STRIP_ACCENTS ->
                    keep(
                            java.text.Normalizer.normalize(value, Form.NFD),
                            c -> Character.getType(c) != Character.NON_SPACING_MARK);
            case DIGITS -> keep(value, c -> "0123456789".indexOf(c) >= 0);
            case ALPHANUMERIC -> keep(value, NaiveNormalizers::isLetterOrDecimalDigit);
            case SOUNDEX -> soundex(value);
            case SORTED_TOKENS -> sortedTokens(value);
            case EMAIL_LOCAL ->
                    keep(value, c -> c == '@').length() == 1 ? value.split("@", -1)[0] : "";
            case TOKENS -> tokens(value).stream().findFirst().orElse("");
            case ZERO_WIDTH -> keep(value, c -> !isZeroWidth(c));
            case TRANSLITERATE, DOUBLE_METAPHONE, FULL_WIDTH -> step.apply(value);
        };
    }

    private static boolean isZeroWidth(int c) {
        return c == 0xad
                || c == 0x34f
                || c == 0x61c
                || c == 0x180e
                || (c >= 0x200b && c <= 0x200f)
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2060 && c <= 0x2064)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0xfeff;
    }

    /** The code points at the wanted places. */
    private static String part(String value, IntPredicate wanted) {
        int[] codePoints = value.codePoints().toArray();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < codePoints.length; i++) {
            if (wanted.test(i)) {
                part.appendCodePoint(codePoints[i]);
            }
        }
        return part.toString();
    }

    /** The least token first, then those of what is left. */
    private static String sortedTokens(String value) {
        List<String> left = new ArrayList<>(tokens(value));
        StringBuilder sorted = new StringBuilder();
        while (!left.isEmpty()) {
            String least = left.get(0);
            for (String token : left) {
                if (Arrays.compare(token.codePoints().toArray(), least.codePoints().toArray())
                        < 0) {
                    least = token;
                }
            }
            left.remove(least);
            sorted.append(sorted.length() == 0 ? "" : " ").append(least);
        }
        return sorted.toString();
    }

    private static boolean isWhiteSpace(int codePoint) {
        return WHITE_SPACE.indexOf(codePoint) >= 0;
    }

    private static String trim(String value) {
        String rest = value;
        while (!rest.isEmpty() && isWhiteSpace(rest.charAt(0))) {
            rest = rest.substring(1);
        }
        while (!rest.isEmpty() && isWhiteSpace(rest.charAt(rest.length() - 1))) {
            rest = rest.substring(0, rest.length() - 1);
        }
        return rest;
    }

    private static String collapse(String value) {
        StringBuilder collapsed = new StringBuilder();
        for (int codePoint : value.codePoints().toArray()) {
            if (!isWhiteSpace(codePoint)) {
                collapsed.appendCodePoint(codePoint);
            } else if (collapsed.length() > 0 && collapsed.charAt(collapsed.length() - 1) != ' ') {
                collapsed.append(' ');
            }
        }
        return trim(collapsed.toString());
    }

    private static boolean isLetterOrDecimalDigit(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.UPPERCASE_LETTER
                || type == Character.LOWERCASE_LETTER
                || type == Character.TITLECASE_LETTER
                || type == Character.MODIFIER_LETTER
                || type == Character.OTHER_LETTER
                || type == Character.DECIMAL_DIGIT_NUMBER;
    }

    private static String keep(String value, IntPredicate wanted) {
        StringBuilder kept = new StringBuilder();
        value.codePoints().filter(wanted).forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private static String soundex(String value) {
        StringBuilder result = new StringBuilder();
        char previous = '0';
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            char letter = c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
            if (letter < 'A' || letter > 'Z') {
                continue;
            }
            char code = soundexCode(letter);
            if (result.length() == 0) {
                result.append(letter);
                previous = code;
            } else if (letter != 'H' && letter != 'W') {
                if (code != '0' && code != previous) {
                    result.append(code);
                }
                previous = code;
            }
        }
        return result.length() == 0 ? "" : (result + "000").substring(0, 4);
    }

    /** The digit of a letter; 0 for vowels, Y, H and W. */
    private static char soundexCode(char letter) {
        if ("BFPV".indexOf(letter) >= 0) {
            return '1';
        }
        if ("CGJKQSXZ".indexOf(letter) >= 0) {
            return '2';
        }
        if ("DT".indexOf(letter) >= 0) {
            return '3';
        }
        if (letter == 'L') {
            return '4';
        }
        if ("MN".indexOf(letter) >= 0) {
            return '5';
        }
        return letter == 'R' ? '6' : '0';
    }
}
