package io.kindred.ontology;

import io.kindred.compare.WhiteSpace;
import io.kindred.model.CodePointOrder;
import org.apache.commons.codec.language.DoubleMetaphone;
import org.apache.commons.codec.language.Soundex;

import java.text.Normalizer.Form;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
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
    SOUNDEX(BasicNormalizer::soundex),
    /** The parts between white space, sorted by code point and joined by a space. */
    SORTED_TOKENS(BasicNormalizer::sortTokens),
    /** What is before the one {@code @}; empty if there is not exactly one. */
    EMAIL_LOCAL(BasicNormalizer::emailLocal),
    /** Writes other scripts and accented letters in ASCII, as ICU does (see {@link Romanizer}). */
    TRANSLITERATE(Romanizer::romanize),
    /** Each part between white space is a value of its own, and counts once. */
    TOKENS(new Several(value -> List.copyOf(new LinkedHashSet<>(WhiteSpace.split(value))))),
    /**
     * Double Metaphone (L. Philips, 2000) as of Commons Codec 1.19.0, codes of up to 4 letters: the
     * primary code and, if it is another, the alternate one. A value without letters has none.
     */
    DOUBLE_METAPHONE(new Several(BasicNormalizer::doubleMetaphone)),
    /** Writes full-width forms in ASCII and half-width kana as kana, see {@link Width#USUAL}. */
    FULL_WIDTH(value -> Width.USUAL.of(value)),
    /** Drops characters without width, see {@link Width#VISIBLE}. */
    ZERO_WIDTH(value -> Width.VISIBLE.of(value));

    private final UnaryOperator<String> step;
    private final Function<String, List<String>> all;
    private final boolean hasSeveral;

    BasicNormalizer(UnaryOperator<String> step) {
        this.step = step;
        this.all = value -> List.of(step.apply(value));
        this.hasSeveral = false;
    }

    BasicNormalizer(Several several) {
        this.step = value -> several.all.apply(value).stream().findFirst().orElse("");
        this.all = several.all;
        this.hasSeveral = true;
    }

    @Override
    public String apply(String value) {
        return step.apply(value);
    }

    @Override
    public List<String> applyAll(String value) {
        return all.apply(value);
    }

    @Override
    public boolean hasSeveral() {
        return hasSeveral;
    }

    @Override
    public boolean isForAttributes() {
        return !hasSeveral;
    }

    private static String trim(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && WhiteSpace.contains(value.charAt(start))) {
            start++;
        }
        while (end > start && WhiteSpace.contains(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
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
            if (!WhiteSpace.contains(c)) {
                collapsed.append(c);
            } else if (!WhiteSpace.contains(trimmed.charAt(i - 1))) {
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
        return WhiteSpace.contains(c) && (c != ' ' || WhiteSpace.contains(trimmed.charAt(at - 1)));
    }

    /** Returns ASCII values as they are: most values are ASCII, which has no accents. */
    private static String stripAccents(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) >= 0x80) {
                return Lazy.NONSPACING_MARKS
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

    private static String sortTokens(String value) {
        List<String> tokens = WhiteSpace.split(value);
        tokens.sort(CodePointOrder.STRINGS);
        return String.join(" ", tokens);
    }

    private static String emailLocal(String value) {
        int at = value.indexOf('@');
        return at < 0 || at != value.lastIndexOf('@') ? "" : value.substring(0, at);
    }

    private static List<String> doubleMetaphone(String value) {
        String primary = Lazy.METAPHONE.doubleMetaphone(value, false);
        if (primary == null || primary.isEmpty()) {
            return List.of();
        }
        String alternate = Lazy.METAPHONE.doubleMetaphone(value, true);
        return alternate.equals(primary) ? List.of(primary) : List.of(primary, alternate);
    }

    /** What gives several values, or none. */
    private record Several(Function<String, List<String>> all) {}

    /** Made when first needed; a constant of an enum cannot use the static fields of the enum. */
    private static final class Lazy {
        static final Pattern NONSPACING_MARKS = Pattern.compile("\\p{Mn}+");
        static final DoubleMetaphone METAPHONE = new DoubleMetaphone();
    }
}
