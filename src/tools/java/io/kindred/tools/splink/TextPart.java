package io.kindred.tools.splink;

import io.kindred.ontology.ExtractNormalizer;

/** Normalisers that keep a part of a text, as YAML. */
final class TextPart {

    /** The greatest number of repetitions that regular expressions may have. */
    private static final int MAX = 1000;

    private TextPart() {}

    /** So many characters from a position, which starts at 1. */
    static String substring(int start, int length) {
        return start == 1 ? "{prefix: " + length + "}" : part(start, "{1," + length + "}", length);
    }

    /** All characters from a position on; empty if that is the whole text. */
    static String from(int start) {
        return start == 1 ? "" : part(start, "+", 1);
    }

    private static String part(int start, String repeated, int length) {
        if (start > MAX || length > MAX) {
            throw new UnmappableSqlException("substr can be mapped up to position " + MAX);
        }
        return extract("(?s)^.{" + (start - 1) + "}(." + repeated + ")", 1);
    }

    /** The part at a position, which starts at 1, between separators. */
    static String split(String separator, int index) {
        if (separator.isEmpty()) {
            throw new UnmappableSqlException("split_part needs a separator");
        }
        String quoted = ExtractNormalizer.quote(separator);
        String before = index == 1 ? "" : "(?:.*?" + quoted + "){" + (index - 1) + "}";
        return extract("(?s)^" + before + "(.*?)(?:" + quoted + "|\\z)", 1);
    }

    /** The step that keeps what a group of a regular expression matches first. */
    static String extract(String regex, int group) {
        try {
            ExtractNormalizer.of(regex, group);
        } catch (IllegalArgumentException e) {
            throw new UnmappableSqlException(e.getMessage());
        }
        return "{extract: "
                + YamlText.quoted(regex)
                + (group == 0 ? "" : ", group: " + group)
                + "}";
    }
}
