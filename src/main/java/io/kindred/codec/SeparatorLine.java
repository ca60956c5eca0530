package io.kindred.codec;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line of a CSV file that names its delimiter, as spreadsheets write and read it: {@code
 * sep=;}. It is passed on as the first line of the header.
 */
public final class SeparatorLine {

    /** No such line has more bytes. */
    public static final int MAX_BYTES = 8;

    private static final Pattern LINE =
            Pattern.compile("(?i)(\"?)sep=([\\x01-\\x7f&&[^\"\\r\\n]])\\1\\r?");

    private SeparatorLine() {}

    /** The delimiter that a line without its line feed names; empty if it is another line. */
    public static Optional<Character> delimiter(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches() ? Optional.of(matcher.group(2).charAt(0)) : Optional.empty();
    }

    /** The line at the beginning of a header; empty if there is none. */
    static String before(String header) {
        int end = header.indexOf('\n');
        return end >= 0 && delimiter(header.substring(0, end)).isPresent()
                ? header.substring(0, end)
                : "";
    }
}
