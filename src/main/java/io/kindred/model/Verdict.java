package io.kindred.model;

import java.util.Locale;

/**
 * What a person decided about two records. In comparisons of content, {@code SAME} is greater than
 * {@code DIFFERENT}.
 */
public enum Verdict {
    /** They are not one entity. */
    DIFFERENT,
    /** They are one entity. */
    SAME;

    /** The name in inputs and outputs: {@code same} or {@code different}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
