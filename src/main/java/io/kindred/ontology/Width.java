package io.kindred.ontology;

import java.text.Normalizer.Form;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Full-width and half-width characters, and those that have no width at all. Both sets are fixed:
 * results depend on them.
 */
enum Width {
    /**
     * Writes runs of the Unicode block Halfwidth and Fullwidth Forms (U+FF00 to U+FFEF) and the
     * ideographic space (U+3000) in NFKC: full-width forms become ASCII, half-width kana become
     * kana, with a voiced sound mark that follows them.
     */
    USUAL("[\\uff00-\\uffef\\u3000]+", run -> java.text.Normalizer.normalize(run, Form.NFKC)),
    /**
     * Drops the soft hyphen, the byte order mark, zero-width spaces and joiners, and marks of the
     * direction of text.
     */
    VISIBLE(
            "[\\u00ad\\u034f\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064"
                    + "\\u2066-\\u2069\\ufeff]+",
            run -> "");

    private final Pattern runs;
    private final UnaryOperator<String> replacement;

    Width(String runs, UnaryOperator<String> replacement) {
        this.runs = Pattern.compile(runs);
        this.replacement = replacement;
    }

    /** The value with all such characters replaced. */
    String of(String value) {
        return runs.matcher(value)
                .replaceAll(run -> Matcher.quoteReplacement(replacement.apply(run.group())));
    }
}
