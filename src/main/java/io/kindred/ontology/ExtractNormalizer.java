package io.kindred.ontology;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Keeps the first part of a value that matches a regular expression; empty if none does. The
 * flavour is that of RE2, with which no value takes more than linear time: there are no
 * look-arounds and no back-references.
 *
 * @param pattern found anywhere in the value, unless it has anchors
 * @param group the group of the expression to keep; 0 is the whole match
 */
public record ExtractNormalizer(Pattern pattern, int group) implements Normalizer {

    /** Creates a step of a compiled expression. */
    public ExtractNormalizer {
        if (group < 0 || group > pattern.groupCount()) {
            throw new IllegalArgumentException(
                    "group "
                            + group
                            + " of the regular expression '"
                            + pattern.pattern()
                            + "', expected one from 0 to "
                            + pattern.groupCount());
        }
    }

    /**
     * Creates a step.
     *
     * @throws IllegalArgumentException if the regular expression is invalid or has no such group
     */
    public static ExtractNormalizer of(String regex, int group) {
        try {
            return new ExtractNormalizer(Pattern.compile(regex), group);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'" + regex + "' is not a regular expression of RE2: " + e.getDescription(), e);
        }
    }

    /** A regular expression that matches just this text. */
    public static String quote(String text) {
        return Pattern.quote(text);
    }

    @Override
    public String apply(String value) {
        Matcher matcher = pattern.matcher(value);
        if (!matcher.find()) {
            return "";
        }
        String found = matcher.group(group);
        return found == null ? "" : found;
    }
}
